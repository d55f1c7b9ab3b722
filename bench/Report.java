import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes tables and JSON of what {@code run.sh} measured: {@code Report DIRECTORY_OF_SAMPLES JSON_FILE}. */
public final class Report {

    private final Map<String, String> notes = new LinkedHashMap<>();
    private final Map<String, List<Sample>> rows = new LinkedHashMap<>();
    private final Map<String, List<Turn>> turns = new LinkedHashMap<>();
    private final Map<String, List<Start>> starts = new LinkedHashMap<>();
    private final List<Bar> bars = new ArrayList<>();

    private Report(Path samples) {
        lines(samples.resolve("notes.tsv")).forEach(f -> notes.put(f[0], f[1]));
        lines(samples.resolve("samples.tsv"))
                .forEach(f -> rows.computeIfAbsent(f[0] + ": " + f[1], key -> new ArrayList<>()).add(Sample.of(f)));
        lines(samples.resolve("latency.tsv"))
                .forEach(f -> turns.computeIfAbsent(f[0], key -> new ArrayList<>()).add(Turn.of(f)));
        lines(samples.resolve("starts.tsv")).forEach(f -> starts.computeIfAbsent(f[0], key -> new ArrayList<>())
                .add(new Start(Double.parseDouble(f[2]), Double.parseDouble(f[3]) / 1024)));
    }

    public static void main(String[] args) throws IOException {
        Report report = new Report(Path.of(args[0]));
        report.judge();
        report.print();
        Files.writeString(Path.of(args[1]), Json.of(report.json()) + "\n");
        System.out.println("\nAs JSON: " + args[1]);
    }

    private static List<String[]> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(line -> line.split("\t")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One round of one row. Processor time is that of the process which the load was sent to, and of its children. */
    private record Sample(String target, int connections, double requests, double seconds, double errors, double cpuSeconds,
            double calls, double idleSeconds, double loadIdleSeconds, double p50Ms, double p99Ms, double rssMb,
            double peakRssMb) {

        static Sample of(String[] f) {
            double[] n = Arrays.stream(f, 4, f.length).mapToDouble(Double::parseDouble).toArray();
            return new Sample(f[3], (int) n[0], n[1], n[2], n[3], n[4] / 1000, n[5], n[6] / 1000, n[7] / 1000, n[8] / 1000,
                    n[9] / 1000, n[10] / 1024, n[11] / 1024);
        }

        double requestsPerSecond() {
            return requests / seconds;
        }

        double requestsPerCpuSecond() {
            return requests / cpuSeconds;
        }

        double callsPerCpuSecond() {
            return calls / cpuSeconds;
        }
    }

    /** One turn at the constant rate, in ms. */
    private record Turn(double errors, double p50, double p90, double p99, double p999, double longest, double lateP99) {

        static Turn of(String[] f) {
            double[] n = Arrays.stream(f, 3, f.length).mapToDouble(Double::parseDouble).toArray();
            return new Turn(n[0], n[1] / 1000, n[2] / 1000, n[3] / 1000, n[4] / 1000, n[5] / 1000, n[6] / 1000);
        }
    }

    private record Start(double ms, double rssMb) {
    }

    /** Median, least and most of the rounds. */
    private record Spread(double median, double min, double max) {

        static Spread of(double... values) {
            double[] v = values.clone();
            Arrays.sort(v);
            int middle = v.length / 2;
            return new Spread(v.length % 2 == 1 ? v[middle] : (v[middle - 1] + v[middle]) / 2, v[0], v[v.length - 1]);
        }

        static <T> Spread of(List<T> rounds, ToDoubleFunction<T> figure) {
            return of(rounds.stream().mapToDouble(figure).toArray());
        }

        String text(int decimals) {
            return number(median, decimals) + " (" + number(min, decimals) + "–" + number(max, decimals) + ")";
        }
    }

    private record Bar(String what, Spread result, int decimals, boolean atLeast, double bar, double errors) {

        String verdict() {
            if (errors > 0) {
                return "INVALID: " + number(errors, 0) + " requests failed";
            }
            return (atLeast ? result.median >= bar : result.median <= bar) ? "pass" : "FAIL";
        }
    }

    // ---- The bars of issue "Fast, and shown to be" -------------------------------------------------------------------------

    private void judge() {
        ratio("getUsers, requests per CPU second: service / nginx as proxy", 0.35,
                "getUsers: service", Sample::requestsPerCpuSecond, "getUsers: nginx as proxy");
        ratio("50 events, calls per CPU second: service / nginx's requests", 0.33,
                "events: 50 events", Sample::callsPerCpuSecond, "events: one event, nginx as proxy");
        ratio("addEvent, requests per CPU second: circuit open / empty route", 0.7,
                "addEvent: service, circuit open", Sample::requestsPerCpuSecond, "addEvent: Quarkus, empty route");
        if (!turns.isEmpty()) {
            List<Turn> direct = turns.get("upstream directly");
            List<Turn> service = turns.get("service");
            bars.add(new Bar("p99 added to a 50 ms upstream, at half the most, ms",
                    Spread.of(rounds(direct.size(), i -> service.get(i).p99 - direct.get(i).p99)), 2, false, 3,
                    direct.stream().mapToDouble(Turn::errors).sum() + service.stream().mapToDouble(Turn::errors).sum()));
        }
        if (events(1000) != null) {
            judgeCostOfEvents();
        }
        boolean isNative = Boolean.parseBoolean(notes.get("native"));
        List<Sample> service = rows.values().stream().flatMap(List::stream).filter(s -> s.target.matches("cold|warm|users|open")).toList();
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
            double[] ratios = rounds(measured.size(),
                    i -> figure.applyAsDouble(measured.get(i)) / limits.get(i).requestsPerCpuSecond());
            bars.add(new Bar(what, Spread.of(ratios), 3, true, bar, errors(measured) + errors(limits)));
        }
    }

    private static double[] rounds(int count, IntToDoubleFunction figure) {
        return IntStream.range(0, count).mapToDouble(figure).toArray();
    }

    private static double errors(List<Sample> samples) {
        return samples.stream().mapToDouble(Sample::errors).sum();
    }

    /**
     * Linear: a straight line through the costs of a request misses none of them by more than a tenth (it is the line of the
     * least squares of relative errors, so few events count as much as many). The slope: what a further event costs on that
     * line, against one upstream call, which is what a further event costs where there are few: from 1 to 10.
     */
    private void judgeCostOfEvents() {
        double errors = Arrays.stream(events()).mapToDouble(n -> errors(events(n))).sum();
        bars.add(new Bar("1 to 1,000 events: farthest from a straight line, %", ofCosts(cost -> 100 * line(cost).worst), 1,
                false, 10,
                errors));
        bars.add(new Bar("1 to 1,000 events: slope / one upstream call", ofCosts(cost -> line(cost).slope / call(cost)), 3,
                false, 1.1,
                errors));
    }

    /** A figure reckoned from the medians of the costs, with the least and most of those reckoned from each round's. */
    private Spread ofCosts(ToDoubleFunction<IntToDoubleFunction> figure) {
        double[] each = rounds(events(1).size(), round -> figure.applyAsDouble(n -> cost(n, round)));
        Spread spread = Spread.of(each);
        return new Spread(figure.applyAsDouble(n -> costs(n).median), spread.min, spread.max);
    }

    /** How many events there are rows for. */
    private int[] events() {
        return IntStream.of(1, 2, 10, 50, 200, 1000).filter(n -> events(n) != null).toArray();
    }

    private List<Sample> events(int n) {
        return rows.get("events: " + n + (n == 1 ? " event" : " events"));
    }

    /**
     * Processor time of a request for n events in µs. It makes n + 1 calls, and calls are what is counted: of the requests at the
     * end of a round a part only is done.
     */
    private double cost(int n, int round) {
        return 1e6 / events(n).get(round).callsPerCpuSecond() * (n + 1);
    }

    private Spread costs(int n) {
        return Spread.of(rounds(events(n).size(), round -> cost(n, round)));
    }

    private static double call(IntToDoubleFunction cost) {
        return (cost.applyAsDouble(10) - cost.applyAsDouble(1)) / 9;
    }

    /** @param worst the largest relative distance of a cost from the line */
    private record Line(double slope, double worst) {
    }

    private Line line(IntToDoubleFunction cost) {
        double w = 0;
        double wx = 0;
        double wy = 0;
        double wxx = 0;
        double wxy = 0;
        for (int n : events()) {
            double y = cost.applyAsDouble(n);
            double weight = 1 / (y * y);
            w += weight;
            wx += weight * n;
            wy += weight * y;
            wxx += weight * n * n;
            wxy += weight * n * y;
        }
        double slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
        double base = (wy - slope * wx) / w;
        return new Line(slope, Arrays.stream(events())
                .mapToDouble(n -> Math.abs((base + slope * n) / cost.applyAsDouble(n) - 1)).max().orElseThrow());
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
            print(List.of("start-up", "ms to the first answer", "RSS MB then"), starts.entrySet().stream()
                    .map(s -> List.of(s.getKey(), text(s.getValue(), Start::ms, 0), text(s.getValue(), Start::rssMb, 0))));
        }
        if (!bars.isEmpty()) {
            print(List.of("bar", "result", "wanted", ""), bars.stream().map(b -> List.of(b.what, b.result.text(b.decimals),
                    (b.atLeast ? "at least " : "at most ") + b.bar, b.verdict())));
        }
    }

    private void printScenarios() {
        double loadSide = Double.parseDouble(notes.get("load_side_processors"));
        double serviceSide = Double.parseDouble(notes.get("service_side_processors"));
        print(List.of("scenario", "requests/s", "CPU s per 1,000", "CPUs used", "load side idle", "calls per request", "p50 ms",
                "p99 ms", "RSS MB", "peak", "failed"),
                rows.entrySet().stream().map(row -> {
                    List<Sample> samples = row.getValue();
                    return List.of(row.getKey(), text(samples, Sample::requestsPerSecond, 0),
                            text(samples, s -> s.cpuSeconds / s.requests * 1000, 3),
                            median(samples, s -> s.cpuSeconds / s.seconds, 2),
                            median(samples, s -> 100 * s.loadIdleSeconds / s.seconds / loadSide, 0) + " %",
                            median(samples, s -> s.calls / s.requests, 2),
                            text(samples, Sample::p50Ms, 1), text(samples, Sample::p99Ms, 1),
                            median(samples, Sample::rssMb, 0), number(Spread.of(samples, Sample::peakRssMb).max, 0),
                            number(errors(samples), 0));
                }));
        List<Sample> all = rows.values().stream().flatMap(List::stream).filter(s -> !s.target.equals("upstream")).toList();
        System.out.println("\nWhat others took of the service's processors, in % of each round: " + text(all,
                s -> Math.max(0, 100 * (1 - (s.idleSeconds + s.cpuSeconds) / s.seconds / serviceSide)), 0));
        if (events(1000) != null) {
            System.out.println("µs per request, by events: " + Arrays.stream(events())
                    .mapToObj(n -> n + ": " + costs(n).text(0)).collect(Collectors.joining(", ")));
            System.out.println("µs per further event: " + ofCosts(cost -> line(cost).slope).text(1)
                    + "; one upstream call: " + ofCosts(Report::call).text(1));
        }
        if (rows.containsKey("getUsers: service")) {
            System.out
                    .println("µs per getUsers: " + text(rows.get("getUsers: service"), s -> 1e6 / s.requestsPerCpuSecond(), 1));
        }
    }

    private void printTurns() {
        print(List.of("getUsers, 50 ms, " + notes.get("constant_rate") + "/s; ms", "p50", "p90", "p99", "p99.9", "longest",
                "sent late, p99", "failed"),
                turns.entrySet().stream().map(row -> {
                    List<Turn> t = row.getValue();
                    return List.of(row.getKey(), text(t, Turn::p50, 2), text(t, Turn::p90, 2), text(t, Turn::p99, 2),
                            text(t, Turn::p999, 2), text(t, Turn::longest, 2), text(t, Turn::lateP99, 2),
                            number(t.stream().mapToDouble(Turn::errors).sum(), 0));
                }));
    }

    private static <T> String text(List<T> rounds, ToDoubleFunction<T> figure, int decimals) {
        return Spread.of(rounds, figure).text(decimals);
    }

    private static <T> String median(List<T> rounds, ToDoubleFunction<T> figure, int decimals) {
        return number(Spread.of(rounds, figure).median, decimals);
    }

    private static void print(List<String> head, Stream<List<String>> lines) {
        List<List<String>> table = Stream.concat(Stream.of(head), lines).toList();
        int[] widths = IntStream.range(0, table.get(0).size())
                .map(column -> table.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        System.out.println();
        for (int row = 0; row < table.size(); row++) {
            StringBuilder line = new StringBuilder("|");
            StringBuilder rule = new StringBuilder("|");
            for (int column = 0; column < widths.length; column++) {
                line.append(String.format(" %-" + Math.max(1, widths[column]) + "s |", table.get(row).get(column)));
                rule.append("-".repeat(Math.max(1, widths[column]) + 2)).append('|');
            }
            System.out.println(row == 0 ? line + "\n" + rule : line);
        }
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    // ---- JSON ---------------------------------------------------------------------------------------------------------------

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(notes);
        json.put("bars", bars.stream().map(b -> ordered("bar", b.what, "result", b.result, "wanted",
                (b.atLeast ? ">= " : "<= ") + b.bar, "verdict", b.verdict())).toList());
        json.put("scenarios", rows.entrySet().stream().map(row -> ordered("scenario", row.getKey(),
                "requestsPerSecond", Spread.of(row.getValue(), Sample::requestsPerSecond),
                "cpuSecondsPer1000Requests", Spread.of(row.getValue(), s -> s.cpuSeconds / s.requests * 1000),
                "rounds", row.getValue())).toList());
        json.put("constantRate",
                turns.entrySet().stream().map(t -> ordered("target", t.getKey(), "rounds", t.getValue())).toList());
        json.put("startUp", starts.entrySet().stream().map(s -> ordered("with", s.getKey(), "rounds", s.getValue())).toList());
        return json;
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** As much of JSON as is written here: maps, lists, records, numbers, text. */
    private static final class Json {

        static String of(Object value) {
            if (value instanceof Map<?, ?> map) {
                return map.entrySet().stream().map(e -> of(e.getKey()) + ": " + of(e.getValue()))
                        .collect(Collectors.joining(",\n", "{", "}"));
            }
            if (value instanceof List<?> list) {
                return list.stream().map(Json::of).collect(Collectors.joining(",\n", "[", "]"));
            }
            if (value instanceof Record r) {
                return of(fields(r));
            }
            if (value instanceof Number n) {
                return Double.isFinite(n.doubleValue()) ? n.toString() : "null";
            }
            return '"' + String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"';
        }

        private static Map<String, Object> fields(Record r) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (var component : r.getClass().getRecordComponents()) {
                try {
                    var accessor = component.getAccessor();
                    accessor.setAccessible(true);
                    fields.put(component.getName(), accessor.invoke(r));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
            return fields;
        }
    }
}
