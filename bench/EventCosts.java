import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a request costs by its number of events, reckoned from the rows of the group "events". */
final class EventCosts {

    private final Map<String, List<Sample>> rows;

    EventCosts(Map<String, List<Sample>> rows) {
        this.rows = rows;
    }

    /** How many events there are rows for. */
    int[] events() {
        return IntStream.of(1, 2, 10, 50, 200, 1000).filter(n -> events(n) != null).toArray();
    }

    /** Null if there is no such row. */
    List<Sample> events(int n) {
        return rows.get("events: " + n + (n == 1 ? " event" : " events"));
    }

    /** A figure reckoned from the medians of the costs, with the least and most of those reckoned from each round's. */
    Spread ofCosts(ToDoubleFunction<IntToDoubleFunction> figure) {
        Spread spread = Spread.ofRounds(events(1).size(), round -> figure.applyAsDouble(n -> cost(n, round)));
        return new Spread(figure.applyAsDouble(n -> costs(n).median()), spread.min(), spread.max());
    }

    /**
     * Processor time of a request for n events in µs. It makes n + 1 calls, and calls are what is counted: of the requests at
     * the end of a round a part only is done.
     */
    private double cost(int n, int round) {
        return 1e6 / events(n).get(round).callsPerCpuSecond() * (n + 1);
    }

    Spread costs(int n) {
        return Spread.ofRounds(events(n).size(), round -> cost(n, round));
    }

    /** What one upstream call costs, which is what a further event costs where there are few: from 1 to 10. */
    static double call(IntToDoubleFunction cost) {
        return (cost.applyAsDouble(10) - cost.applyAsDouble(1)) / 9;
    }

    /** @param worst the largest relative distance of a cost from the line */
    record Line(double slope, double worst) {
    }

    /** The line of the least squares of relative errors, so few events count as much as many. */
    Line line(IntToDoubleFunction cost) {
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
}
