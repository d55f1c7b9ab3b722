package io.eventmanagement.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.restassured.path.json.JsonPath;

/** What the benchmark makes of its figures ({@code bench/Report.java}). */
class ReportTest {

    @TempDir
    static Path classes;

    @TempDir
    Path samples;

    @BeforeAll
    static void compile() throws IOException {
        try (Stream<Path> sources = Files.list(Path.of("bench"))) {
            List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
            sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))).isZero();
        }
    }

    @BeforeEach
    void nothingMeasured() throws IOException {
        write("notes.tsv", "native\tfalse", "service_side_processors\t1", "load_side_processors\t1", "constant_rate\t500");
        write("samples.tsv");
        write("latency.tsv");
        write("starts.tsv");
    }

    @Test
    void ratiosAreReckonedRoundByRound() throws Exception {
        // The machine is half as fast in the second round. The medians of both would make it 0.2.
        write("samples.tsv",
                sample("getUsers", "nginx as proxy", "nginx", 2000, 1000, 2000, 0),
                sample("getUsers", "service", "users", 800, 1000, 800, 0),
                sample("getUsers", "nginx as proxy", "nginx", 1000, 1000, 1000, 0),
                sample("getUsers", "service", "users", 400, 1000, 400, 0),
                sample("getUsers", "nginx as proxy", "nginx", 4000, 1000, 4000, 0),
                sample("getUsers", "service", "users", 400, 1000, 400, 0));

        Map<String, String> bar = bar("getUsers");

        assertThat(bar).containsEntry("result.median", "0.4").containsEntry("result.min", "0.1")
                .containsEntry("result.max", "0.4");
    }

    @Test
    void aBarThatIsMissedFails() throws Exception {
        write("samples.tsv",
                sample("events", "one event, nginx as proxy", "nginx", 1000, 1000, 1000, 0),
                sample("events", "50 events", "cold", 6, 1000, 320, 0));

        assertThat(bar("50 events")).containsEntry("result.median", "0.32").containsEntry("wanted", "at least 0.33")
                .containsEntry("verdict", "FAIL");
    }

    @Test
    void whatHasNoBarIsShownAndNotJudged() throws Exception {
        write("samples.tsv",
                sample("addEvent", "Quarkus, empty route", "empty", 1000, 1000, 0, 0),
                sample("addEvent", "service, circuit open", "open", 690, 1000, 0, 0));

        assertThat(bar("addEvent")).containsEntry("result.median", "0.69").containsEntry("wanted", "")
                .containsEntry("verdict", "");
    }

    @Test
    void figuresWithFailedRequestsAreNone() throws Exception {
        write("samples.tsv",
                sample("addEvent", "Quarkus, empty route", "empty", 1000, 1000, 0, 2),
                sample("addEvent", "service, circuit open", "open", 900, 1000, 0, 1));

        assertThat(bar("addEvent")).containsEntry("verdict", "INVALID: 3 requests failed");
    }

    @Test
    void whatAddsTheSameForEachEventIsLinear() throws Exception {
        write("samples.tsv", events(n -> 100 + 20 * n));

        assertThat(bar("1 to 1,000 events: farthest")).containsEntry("verdict", "pass")
                .satisfies(bar -> assertThat(Double.parseDouble(bar.get("result.median"))).isLessThan(0.001));
        assertThat(bar("1 to 1,000 events: slope")).containsEntry("verdict", "pass")
                .satisfies(bar -> assertThat(Double.parseDouble(bar.get("result.median"))).isBetween(0.999, 1.001));
    }

    @Test
    void whatGrowsFasterThanTheEventsIsNot() throws Exception {
        write("samples.tsv", events(n -> 100 + 20 * n + 0.02 * n * n));

        assertThat(bar("1 to 1,000 events: farthest")).containsEntry("verdict", "FAIL");
        assertThat(bar("1 to 1,000 events: slope")).containsEntry("verdict", "FAIL");
    }

    @Test
    void latencyIsWhatTheServiceAdds() throws Exception {
        write("latency.tsv",
                "upstream directly\t1\t1000\t0\t50000\t50500\t51000\t52000\t53000\t100",
                "service\t1\t1000\t0\t50500\t51000\t55500\t58000\t60000\t100");

        assertThat(bar("p99 added")).containsEntry("result.median", "4.5");
    }

    @Test
    void memoryIsTheHighestOfAllCopiesOfTheService() throws Exception {
        write("samples.tsv",
                sample("getUsers", "service", "users", 800, 1000, 800, 0),
                sample("large", "5 MB, service", "cold", 10, 1000, 10, 0).replace("\t358400", "\t359424"));

        assertThat(bar("peak RSS")).containsEntry("result.median", "351.0").containsEntry("verdict", "FAIL");
    }

    @Test
    void costsOfPeersAreComparedRoundByRound() throws Exception {
        peers();
        write("samples.tsv",
                sample("rows", "getUsers, native", "native", 1000, 90, 1000, 0),
                sample("rows", "getUsers, fastify", "fastify", 1000, 100, 1000, 0),
                sample("rows", "getUsers, native", "native", 1000, 240, 1000, 0),
                sample("rows", "getUsers, fastify", "fastify", 1000, 200, 1000, 0),
                sample("rows", "getUsers, native", "native", 1000, 45, 1000, 0),
                sample("rows", "getUsers, fastify", "fastify", 1000, 50, 1000, 0));

        assertThat(bar("getUsers, processor time: ours, native / Fastify")).containsEntry("result.median", "0.9")
                .containsEntry("result.max", "1.2").containsEntry("wanted", "at most 0.9").containsEntry("verdict", "pass");
        assertThat(samples.resolve("peers-cost.svg")).content().contains(">90</text>", ">100</text>");
    }

    @Test
    void theFirstFifteenSecondsAreAddedUp() throws Exception {
        peers();
        write("curve.tsv",
                "jvm\t1\t0\t100\t0\t1000", "jvm\t1\t14\t60\t0\t1000", "jvm\t1\t15\t9000\t0\t1000",
                "spring\t1\t0\t0\t0\t1000", "spring\t1\t14\t100\t5\t1000", "spring\t1\t15\t10\t0\t1000");

        assertThat(bar("answered in the first 15 s")).containsEntry("result.median", "1.6").containsEntry("verdict", "pass");
        assertThat(samples.resolve("peers-first-minute.svg")).content().contains("class=\"jvm\"", "class=\"spring\"");
    }

    @Test
    void aNativeStartHasBars() throws Exception {
        peers();
        write("starts.tsv", "ours, native\t1\t99\t61440", "ours, native, /q/health/ready\t1\t61\t61440");

        assertThat(bar("native: ms to the first 200 of /q/health/ready")).containsEntry("verdict", "FAIL");
        assertThat(bar("native: RSS, idle")).containsEntry("result.median", "60.0").containsEntry("verdict", "pass");
    }

    private void peers() throws IOException {
        write("titles.tsv", "jvm\tours, JVM 25", "native\tours, native", "spring\tSpring Boot", "fastify\tFastify",
                "nginx\tnginx as proxy");
        write("curve.tsv");
        write("scale.tsv");
    }

    /** Rows for 1 to 1,000 events, of which a request costs so many µs. */
    private static String[] events(IntToDoubleFunction cost) {
        return IntStream.of(1, 2, 10, 50, 200, 1000).mapToObj(n -> {
            int requests = 100_000;
            double cpuMs = requests * cost.applyAsDouble(n) / 1000;
            return sample("events", n + (n == 1 ? " event" : " events"), "cold", requests, cpuMs, (long) requests * (n + 1), 0);
        }).toArray(String[]::new);
    }

    /** A line of run.sh's, with a round of one second and 350 MB at most. */
    private static String sample(String group, String label, String target, long requests, double cpuMs, long calls,
            int failed) {
        return String.join("\t", group, label, "1", target, "64", String.valueOf(requests), "1", String.valueOf(failed),
                String.valueOf(cpuMs), String.valueOf(calls), "0", "0", "1000", "2000", "300000", "358400");
    }

    private void write(String file, String... lines) throws IOException {
        Files.write(samples.resolve(file), List.of(lines));
    }

    /** The members of the one bar whose name begins so; of its result as {@code result.median} and so on. */
    private Map<String, String> bar(String name) throws Exception {
        Path json = samples.resolve("report.json");
        try (URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() })) {
            String[] arguments = { samples.toString(), json.toString(), samples.toString() };
            loader.loadClass("Report").getMethod("main", String[].class).invoke(null, (Object) arguments);
        }
        JsonPath bars = JsonPath.from(json.toFile());
        int bar = bars.getList("bars.bar", String.class).stream().map(text -> text.startsWith(name)).toList().indexOf(true);
        assertThat(bar).as(name).isNotNegative();
        String path = "bars[" + bar + "].";
        return Map.of("wanted", bars.getString(path + "wanted"), "verdict", bars.getString(path + "verdict"), "result.median",
                bars.getString(path + "result.median"), "result.min", bars.getString(path + "result.min"), "result.max",
                bars.getString(path + "result.max"));
    }
}
