import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What {@code run.sh --peers} measured: bars, table, JSON and plots. */
final class Peers {

    static final String USERS = "getUsers";
    static final String EVENTS = "50 events";
    private static final int FIRST_SECONDS = 15;

    /** By name, such as "jvm", in the order of the tables. */
    private final Map<String, String> titles = new LinkedHashMap<>();
    private final Map<String, List<Sample>> rows;
    private final Map<String, List<Start>> starts;
    private final Map<String, List<Second>> curves = new LinkedHashMap<>();
    private final Map<Integer, List<Replicas>> replicas = new TreeMap<>();

    private Peers(Path directory, Map<String, List<Sample>> rows, Map<String, List<Start>> starts) {
        this.rows = rows;
        this.starts = starts;
        Report.lines(directory.resolve("titles.tsv")).forEach(f -> titles.put(f[0], f[1]));
        Report.lines(directory.resolve("curve.tsv"))
                .forEach(f -> curves.computeIfAbsent(f[0], name -> new ArrayList<>()).add(Second.of(f)));
        Report.lines(directory.resolve("scale.tsv")).map(Replicas::of)
                .forEach(r -> replicas.computeIfAbsent(r.count(), count -> new ArrayList<>()).add(r));
    }

    /** @return null if none was measured */
    static Peers of(Path directory, Map<String, List<Sample>> rows, Map<String, List<Start>> starts) {
        return Files.exists(directory.resolve("titles.tsv")) ? new Peers(directory, rows, starts) : null;
    }

    private List<Sample> row(String row, String name) {
        return rows.getOrDefault("rows: " + row + ", " + name, List.of());
    }

    private static double micros(Sample sample) {
        return 1e6 / sample.requestsPerCpuSecond();
    }

    // ---- Bars ---------------------------------------------------------------------------------------------------------------

    List<Bar> bars() {
        List<Bar> bars = new ArrayList<>();
        cost(bars, "native", USERS, "fastify", 0.9);
        cost(bars, "native", EVENTS, "fastify", 1.2);
        cost(bars, "jvm", USERS, "spring", 0.55);
        cost(bars, "jvm", USERS, "fastify", 0.35);
        cost(bars, "jvm", EVENTS, "spring", 0.6);
        cost(bars, "jvm", EVENTS, "fastify", 0.7);
        answered(bars, "jvm", "spring", 1.5);
        answered(bars, "native", "fastify", 1.2);
        List<Start> ready = starts.get(titles.get("native") + ", /q/health/ready");
        if (ready != null) {
            bars.add(new Bar("native: ms to the first 200 of /q/health/ready", Spread.of(ready, Start::ms), 0, false, 60, 0));
            bars.add(new Bar("native: RSS, idle, MB", idle("native"), 0, false, 70, 0));
        }
        if (loaded("native") > 0) {
            bars.add(new Bar("native: RSS under full load, MB", Spread.of(loaded("native")), 0, false, 130, 0));
        }
        return bars;
    }

    private void cost(List<Bar> bars, String name, String row, String other, double bar) {
        List<Sample> ours = row(row, name);
        List<Sample> theirs = row(row, other);
        if (!ours.isEmpty() && !theirs.isEmpty()) {
            bars.add(new Bar(row + ", processor time: " + titles.get(name) + " / " + titles.get(other),
                    Spread.ofRounds(ours.size(), i -> micros(ours.get(i)) / micros(theirs.get(i))), 3, false, bar,
                    Stream.concat(ours.stream(), theirs.stream()).mapToDouble(Sample::errors).sum()));
        }
    }

    private void answered(List<Bar> bars, String name, String other, double bar) {
        double[] ours = firstSeconds(name, Second::answered);
        double[] theirs = firstSeconds(other, Second::answered);
        if (ours.length > 0 && theirs.length > 0) {
            bars.add(new Bar("answered in the first " + FIRST_SECONDS + " s: " + titles.get(name) + " / " + titles.get(other),
                    Spread.ofRounds(ours.length, i -> ours[i] / theirs[i]), 2, true, bar, 0));
        }
    }

    /** @return the sum of each round */
    private double[] firstSeconds(String name, ToDoubleFunction<Second> figure) {
        return curves.getOrDefault(name, List.of()).stream().filter(s -> s.second() < FIRST_SECONDS)
                .collect(Collectors.groupingBy(Second::round, TreeMap::new, Collectors.summingDouble(figure)))
                .values().stream().mapToDouble(sum -> sum).toArray();
    }

    private Spread idle(String name) {
        return Spread.of(starts.get(titles.get(name)), Start::rssMb);
    }

    private double loaded(String name) {
        return Stream.of(USERS, EVENTS).flatMap(row -> row(row, name).stream()).mapToDouble(Sample::rssMb).max().orElse(0);
    }

    // ---- Table --------------------------------------------------------------------------------------------------------------

    void print() {
        if (!rows.isEmpty() || !starts.isEmpty() || !curves.isEmpty()) {
            printServices();
        }
        if (!replicas.isEmpty()) {
            printReplicas();
        }
    }

    private void printServices() {
        Table.print(List.of("", "getUsers µs", "/s", "p50, p99 ms", "50 events µs", "/s", "p50, p99 ms", "first answer ms",
                "RSS idle", "loaded", "answered in the first " + FIRST_SECONDS + " s", "failed", "per CPU s"),
                titles.entrySet().stream().map(t -> {
                    String name = t.getKey();
                    double[] answered = firstSeconds(name, Second::answered);
                    double cpu = DoubleStream.of(firstSeconds(name, Second::cpuMs)).sum() / 1000;
                    List<Start> started = starts.getOrDefault(t.getValue(), List.of());
                    List<String> line = new ArrayList<>(List.of(t.getValue()));
                    Stream.of(row(USERS, name), row(EVENTS, name)).forEach(row -> line.addAll(cells(row)));
                    line.add(started.isEmpty() ? "" : Spread.of(started, Start::ms).text(0));
                    line.add(started.isEmpty() ? "" : idle(name).text(0));
                    line.add(loaded(name) == 0 ? "" : Spread.number(loaded(name), 0));
                    line.add(answered.length == 0 ? "" : Spread.of(answered).text(0));
                    line.add(answered.length == 0 ? ""
                            : Spread.number(DoubleStream.of(firstSeconds(name, Second::failed)).sum(), 0));
                    line.add(answered.length == 0 ? "" : Spread.number(DoubleStream.of(answered).sum() / cpu, 0));
                    return line;
                }));
    }

    private void printReplicas() {
        double one = Spread.of(replicas.get(1), Replicas::requestsPerSecond).median();
        Table.print(List.of("replicas", "requests/s", "of one's", "CPU ms per request", "p50 ms", "p99 ms", "failed"),
                replicas.values().stream().map(r -> List.of(String.valueOf(r.get(0).count()),
                        Spread.of(r, Replicas::requestsPerSecond).text(0),
                        Spread.number(Spread.of(r, Replicas::requestsPerSecond).median() / one, 2),
                        Spread.of(r, x -> x.cpuMs() / x.requests()).text(3), Spread.of(r, Replicas::p50Ms).text(1),
                        Spread.of(r, Replicas::p99Ms).text(1),
                        Spread.number(r.stream().mapToDouble(Replicas::errors).sum(), 0))));
    }

    private static List<String> cells(List<Sample> row) {
        return row.isEmpty() ? List.of("", "", "") : List.of(Spread.of(row, Peers::micros).text(0),
                Spread.number(Spread.of(row, Sample::requestsPerSecond).median(), 0),
                Spread.number(Spread.of(row, Sample::p50Ms).median(), 1) + ", "
                        + Spread.number(Spread.of(row, Sample::p99Ms).median(), 1));
    }

    // ---- JSON and plots -----------------------------------------------------------------------------------------------------

    Map<String, Object> json() {
        return Json.ordered("services", titles.entrySet().stream().map(t -> Json.ordered("name", t.getKey(), "title", t.getValue(),
                "microsPerGetUsers", spread(row(USERS, t.getKey())), "microsPer50Events", spread(row(EVENTS, t.getKey())),
                "answeredInTheFirst15s", DoubleStream.of(firstSeconds(t.getKey(), Second::answered)).boxed().toList(),
                "firstMinute", curves.getOrDefault(t.getKey(), List.of()))).toList(),
                "replicas", replicas.values().stream().flatMap(List::stream).toList());
    }

    private static Object spread(List<Sample> row) {
        return row.isEmpty() ? List.of() : Spread.of(row, Peers::micros);
    }

    void draw(Path directory) throws IOException {
        Map<String, Map<String, Spread>> costs = new LinkedHashMap<>();
        for (String row : List.of(USERS, EVENTS)) {
            Map<String, Spread> costsOfRow = new LinkedHashMap<>();
            titles.keySet().stream().filter(name -> !row(row, name).isEmpty())
                    .forEach(name -> costsOfRow.put(name, Spread.of(row(row, name), Peers::micros)));
            if (!costsOfRow.isEmpty()) {
                costs.put(row, costsOfRow);
            }
        }
        if (!costs.isEmpty()) {
            write(directory.resolve("peers-cost.svg"), Plot.costs(titles, costs));
        }
        if (!curves.isEmpty()) {
            Map<String, List<Second>> first = new LinkedHashMap<>();
            curves.forEach((name, seconds) -> first.put(name, seconds.stream().filter(s -> s.round() == 1).toList()));
            write(directory.resolve("peers-first-minute.svg"), Plot.firstMinute(titles, first));
        }
    }

    private static void write(Path file, String svg) throws IOException {
        Files.writeString(file, svg);
        System.out.println("Drawn: " + file);
    }
}
