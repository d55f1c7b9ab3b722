import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes tables and JSON of what {@code run.sh} measured: {@code Report DIRECTORY_OF_SAMPLES JSON_FILE [DIRECTORY_OF_PLOTS]}. */
public final class Report {

    private final Map<String, String> notes = new LinkedHashMap<>();
    private final Map<String, List<Sample>> rows = new LinkedHashMap<>();
    private final Map<String, List<Turn>> turns = new LinkedHashMap<>();
    private final Map<String, List<Start>> starts = new LinkedHashMap<>();
    private final EventCosts costs = new EventCosts(rows);
    private final List<Bar> bars = new ArrayList<>();
    private final Peers peers;

    private Report(Path samples) {
        lines(samples.resolve("notes.tsv")).forEach(f -> notes.put(f[0], f[1]));
        lines(samples.resolve("samples.tsv"))
                .forEach(f -> rows.computeIfAbsent(f[0] + ": " + f[1], key -> new ArrayList<>()).add(Sample.of(f)));
        lines(samples.resolve("latency.tsv"))
                .forEach(f -> turns.computeIfAbsent(f[0], key -> new ArrayList<>()).add(Turn.of(f)));
        lines(samples.resolve("starts.tsv")).forEach(f -> starts.computeIfAbsent(f[0], key -> new ArrayList<>())
                .add(Start.of(f)));
        peers = Peers.of(samples, rows, starts);
    }

    public static void main(String[] args) throws IOException {
        Report report = new Report(Path.of(args[0]));
        report.judge();
        report.print();
        Files.writeString(Path.of(args[1]), Json.of(report.json()) + "\n");
        System.out.println("\nAs JSON: " + args[1]);
        if (report.peers != null) {
            report.peers.draw(Path.of(args[2]));
        }
    }

    static Stream<String[]> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(line -> line.split("\t"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- Bars ---------------------------------------------------------------------------------------------------------------

    private void judge() {
        ratio("getUsers, requests per CPU second: service / nginx as proxy", Bar.NONE,
                "getUsers: service", Sample::requestsPerCpuSecond, "getUsers: nginx as proxy");
        ratio("50 events, calls per CPU second: service / nginx's requests", 0.33,
                "events: 50 events", Sample::callsPerCpuSecond, "events: one event, nginx as proxy");
        ratio("addEvent, requests per CPU second: circuit open / empty route", Bar.NONE,
                "addEvent: service, circuit open", Sample::requestsPerCpuSecond, "addEvent: Quarkus, empty route");
        if (!turns.isEmpty()) {
            List<Turn> direct = turns.get("upstream directly");
            List<Turn> service = turns.get("service");
            bars.add(new Bar("p99 added to a 50 ms upstream, at half the most, ms",
                    Spread.ofRounds(direct.size(), i -> service.get(i).p99() - direct.get(i).p99()), 2, false, Bar.NONE,
                    direct.stream().mapToDouble(Turn::errors).sum() + service.stream().mapToDouble(Turn::errors).sum()));
        }
        if (costs.events(1000) != null) {
            judgeCostOfEvents();
        }
        if (peers != null) {
            bars.addAll(peers.bars());
        }
        boolean isNative = Boolean.parseBoolean(notes.get("native"));
        List<Sample> service = rows.values().stream().flatMap(List::stream)
                .filter(s -> s.target().matches("cold|warm|users|open")).toList();
        if (!service.isEmpty()) {
            double peak = service.stream().mapToDouble(Sample::peakRssMb).max().orElseThrow();
            bars.add(new Bar("peak RSS, MB, " + (isNative ? "native" : "JVM"), Spread.of(peak), 0, false, isNative ? 150 : 350,
                    0));
        }
    }

    private void ratio(String what, double bar, String row, ToDoubleFunction<Sample> figure, String limit) {
        List<Sample> measured = rows.get(row);
        List<Sample> limits = rows.get(limit);
        if (measured != null && limits != null) {
            Spread ratios = Spread.ofRounds(measured.size(),
                    i -> figure.applyAsDouble(measured.get(i)) / limits.get(i).requestsPerCpuSecond());
            bars.add(new Bar(what, ratios, 3, true, bar, errors(measured) + errors(limits)));
        }
    }

    private static double errors(List<Sample> samples) {
        return samples.stream().mapToDouble(Sample::errors).sum();
    }

    /**
     * Linear: a straight line through the costs of a request misses none of them by more than a tenth. The slope: what a
     * further event costs on that line, against one upstream call.
     */
    private void judgeCostOfEvents() {
        double errors = Arrays.stream(costs.events()).mapToDouble(n -> errors(costs.events(n))).sum();
        bars.add(new Bar("1 to 1,000 events: farthest from a straight line, %",
                costs.ofCosts(cost -> 100 * costs.line(cost).worst()), 1, false, 10, errors));
        bars.add(new Bar("1 to 1,000 events: slope / one upstream call",
                costs.ofCosts(cost -> costs.line(cost).slope() / EventCosts.call(cost)), 3, false, 1.1, errors));
    }

    // ---- Tables -------------------------------------------------------------------------------------------------------------

    private void print() {
        notes.forEach((name, value) -> System.out.println(name.replace('_', ' ') + ": " + value));
        if (!rows.isEmpty()) {
            printScenarios();
        }
        if (!turns.isEmpty()) {
            printTurns();
        }
        if (!starts.isEmpty()) {
            Table.print(List.of("start-up", "ms to the first answer", "RSS MB then"), starts.entrySet().stream()
                    .map(s -> List.of(s.getKey(), text(s.getValue(), Start::ms, 0), text(s.getValue(), Start::rssMb, 0))));
        }
        if (peers != null) {
            peers.print();
        }
        if (!bars.isEmpty()) {
            Table.print(List.of("bar", "result", "wanted", ""), bars.stream().map(b -> List.of(b.what(),
                    b.result().text(b.decimals()), b.wanted(), b.verdict())));
        }
    }

    private void printScenarios() {
        double loadSide = Double.parseDouble(notes.get("load_side_processors"));
        double serviceSide = Double.parseDouble(notes.get("service_side_processors"));
        Table.print(List.of("scenario", "requests/s", "CPU s per 1,000", "CPUs used", "load side idle", "calls per request",
                "p50 ms", "p99 ms", "RSS MB", "peak", "failed"),
                rows.entrySet().stream().map(row -> {
                    List<Sample> samples = row.getValue();
                    return List.of(row.getKey(), text(samples, Sample::requestsPerSecond, 0),
                            text(samples, s -> s.cpuSeconds() / s.requests() * 1000, 3),
                            median(samples, s -> s.cpuSeconds() / s.seconds(), 2),
                            median(samples, s -> 100 * s.loadIdleSeconds() / s.seconds() / loadSide, 0) + " %",
                            median(samples, s -> s.calls() / s.requests(), 2),
                            text(samples, Sample::p50Ms, 1), text(samples, Sample::p99Ms, 1),
                            median(samples, Sample::rssMb, 0), Spread.number(Spread.of(samples, Sample::peakRssMb).max(), 0),
                            Spread.number(errors(samples), 0));
                }));
        List<Sample> all = rows.values().stream().flatMap(List::stream).filter(s -> !s.target().equals("upstream")).toList();
        System.out.println("\nWhat others took of the service's processors, in % of each round: " + text(all,
                s -> Math.max(0, 100 * (1 - (s.idleSeconds() + s.cpuSeconds()) / s.seconds() / serviceSide)), 0));
        if (costs.events(1000) != null) {
            System.out.println("µs per request, by events: " + Arrays.stream(costs.events())
                    .mapToObj(n -> n + ": " + costs.costs(n).text(0)).collect(Collectors.joining(", ")));
            System.out.println("µs per further event: " + costs.ofCosts(cost -> costs.line(cost).slope()).text(1)
                    + "; one upstream call: " + costs.ofCosts(EventCosts::call).text(1));
        }
        rows.keySet().stream().filter(row -> row.endsWith(", other")).forEach(this::printAgainst);
        if (rows.containsKey("getUsers: service")) {
            System.out.println("µs per getUsers: "
                    + text(rows.get("getUsers: service"), s -> 1e6 / s.requestsPerCpuSecond(), 1));
        }
    }

    /** What the same costs in the other service, round by round: only that can be told apart on a machine that isn't steady. */
    private void printAgainst(String other) {
        String row = other.substring(0, other.lastIndexOf(','));
        List<Sample> service = rows.get(row);
        List<Sample> against = rows.get(other);
        System.out.println(row + ", CPU s per request: service / other: " + Spread.ofRounds(service.size(),
                i -> against.get(i).requestsPerCpuSecond() / service.get(i).requestsPerCpuSecond()).text(3));
    }

    private void printTurns() {
        Table.print(List.of("getUsers, 50 ms, " + notes.get("constant_rate") + "/s; ms", "p50", "p90", "p99", "p99.9",
                "longest", "sent late, p99", "failed"),
                turns.entrySet().stream().map(row -> {
                    List<Turn> t = row.getValue();
                    return List.of(row.getKey(), text(t, Turn::p50, 2), text(t, Turn::p90, 2), text(t, Turn::p99, 2),
                            text(t, Turn::p999, 2), text(t, Turn::longest, 2), text(t, Turn::lateP99, 2),
                            Spread.number(t.stream().mapToDouble(Turn::errors).sum(), 0));
                }));
    }

    private static <T> String text(List<T> rounds, ToDoubleFunction<T> figure, int decimals) {
        return Spread.of(rounds, figure).text(decimals);
    }

    private static <T> String median(List<T> rounds, ToDoubleFunction<T> figure, int decimals) {
        return Spread.number(Spread.of(rounds, figure).median(), decimals);
    }

    // ---- JSON ---------------------------------------------------------------------------------------------------------------

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(notes);
        json.put("bars", bars.stream().map(b -> Json.ordered("bar", b.what(), "result", b.result(), "wanted",
                b.wanted(), "verdict", b.verdict())).toList());
        json.put("scenarios", rows.entrySet().stream().map(row -> Json.ordered("scenario", row.getKey(),
                "requestsPerSecond", Spread.of(row.getValue(), Sample::requestsPerSecond),
                "cpuSecondsPer1000Requests", Spread.of(row.getValue(), s -> s.cpuSeconds() / s.requests() * 1000),
                "rounds", row.getValue())).toList());
        json.put("constantRate",
                turns.entrySet().stream().map(t -> Json.ordered("target", t.getKey(), "rounds", t.getValue())).toList());
        json.put("startUp",
                starts.entrySet().stream().map(s -> Json.ordered("with", s.getKey(), "rounds", s.getValue())).toList());
        if (peers != null) {
            json.put("peers", peers.json());
        }
        return json;
    }
}
