package io.eventmanagement.dashboard;

import static io.eventmanagement.dashboard.HttpCounts.ALL;
import static io.eventmanagement.dashboard.HttpCounts.BROKEN;
import static io.eventmanagement.dashboard.HttpCounts.FAILED;
import static io.eventmanagement.dashboard.HttpCounts.REFUSED;
import static io.eventmanagement.dashboard.HttpCounts.RETRIED;

import java.util.Map;
import java.util.TreeMap;

import io.eventmanagement.dashboard.Ring.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Requests by route, or calls by operation. Not thread-safe. */
final class Traffic {

    /** There are fewer routes; nothing that a client sends makes one. */
    private static final int MOST_ROWS = 40;

    /** Begins the names of the series. */
    private final String name;
    private final int[] bounds;
    private final boolean areRowsKept;
    private final Map<String, Flow> rows = new TreeMap<>();
    private final Flow total;

    /**
     * @param first what had been counted before it was first looked at
     * @param areRowsKept whether there is a series for each row
     */
    Traffic(String name, int[] bounds, Map<String, long[]> first, boolean areRowsKept) {
        this.name = name;
        this.bounds = bounds;
        this.areRowsKept = areRowsKept;
        this.total = new Flow(bounds, sum(first));
        first.forEach((row, counts) -> rows.put(row, new Flow(bounds, counts)));
    }

    private long[] sum(Map<String, long[]> counts) {
        long[] sum = new long[HttpCounts.FIRST_BOUND + bounds.length];
        counts.values().forEach(row -> {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += row[i];
            }
        });
        return sum;
    }

    /**
     * For the ring's last second.
     *
     * @param missed seconds before it in which nobody looked
     */
    void add(Map<String, long[]> counts, long missed, Ring ring) {
        total.pass(missed);
        total.add(sum(counts));
        ring.put(name, Kind.SUM, total.last(ALL));
        ring.put(name + " failed", Kind.SUM, total.last(FAILED));
        ring.put(name + " p99", Kind.MAX, Math.max(0, total.quantile(0.99)));
        counts.forEach((row, now) -> {
            if (rows.containsKey(row) || rows.size() < MOST_ROWS) {
                Flow flow = rows.computeIfAbsent(row, none -> new Flow(bounds, new long[now.length]));
                flow.pass(missed);
                flow.add(now);
                if (areRowsKept) {
                    ring.put(name + ' ' + row, Kind.SUM, flow.last(ALL));
                }
            }
        });
    }

    /** How many there were just now. */
    int recent(int which) {
        return total.recent(which);
    }

    int last(int which) {
        return total.last(which);
    }

    JsonObject total() {
        return json(name, total);
    }

    JsonArray rows() {
        JsonArray all = new JsonArray();
        rows.forEach((row, flow) -> all.add(json(row, flow)));
        return all;
    }

    private static JsonObject json(String row, Flow flow) {
        return new JsonObject().put("name", row).put("all", flow.recent(ALL)).put("refused", flow.recent(REFUSED))
                .put("failed", flow.recent(FAILED)).put("broken", flow.recent(BROKEN)).put("retried", flow.recent(RETRIED))
                .put("p50", flow.quantile(0.5)).put("p99", flow.quantile(0.99));
    }
}
