package io.eventmanagement.metrics;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import jakarta.inject.Singleton;

import io.eventmanagement.dashboard.HttpCounts;
import io.eventmanagement.runtime.RouteLabel;
import io.eventmanagement.upstream.CallReports;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;

/** What Quarkus' HTTP meters have counted, and how calls ended for the circuits, for the dashboard. */
@Singleton
class HttpFigures implements HttpCounts {

    private final MeterRegistry registry;
    private final CallReports reports;

    HttpFigures(MeterRegistry registry, CallReports reports) {
        this.registry = registry;
        this.reports = reports;
    }

    @Override
    public int[] bounds() {
        return HttpMeterFilter.BUCKETS_MS.clone();
    }

    @Override
    public Map<String, long[]> requests() {
        return read("http.server.requests", timer -> timer.getId().getTag("method") + ' ' + timer.getId().getTag("uri"));
    }

    /** The meters take a cancelled try for one without an answer, and HTML for a good answer: they know the times alone. */
    @Override
    public Map<String, long[]> calls() {
        Map<String, long[]> calls = read("http.client.requests", timer -> circuit(timer.getId().getTag("uri")));
        for (Counter counter : registry.find("http.client.retries").counters()) {
            row(calls, circuit(counter.getId().getTag("uri")))[RETRIED] += (long) counter.count();
        }
        calls.values().forEach(row -> row[ALL] = row[FAILED] = 0);
        reports.ends().forEach((circuit, ends) -> {
            long[] row = row(calls, circuit);
            row[ALL] = ends.all();
            row[FAILED] = ends.failed();
            row[UNAUTHORIZED] = ends.unauthorized();
        });
        return calls;
    }

    /** {@code get-event-by-id} of {@code /getEventById/{key}}. */
    static String circuit(String template) {
        return template.replaceFirst("^/", "").replaceFirst("/.*", "").replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private Map<String, long[]> read(String meter, Function<Timer, String> name) {
        Map<String, long[]> rows = new TreeMap<>();
        for (Timer timer : registry.find(meter).timers()) {
            if (!RouteLabel.STAND_IN.equals(timer.getId().getTag("uri"))) {
                add(timer, row(rows, name.apply(timer)));
            }
        }
        return rows;
    }

    private static long[] row(Map<String, long[]> rows, String name) {
        return rows.computeIfAbsent(name, none -> new long[FIRST_BOUND + HttpMeterFilter.BUCKETS_MS.length]);
    }

    private static void add(Timer timer, long[] row) {
        String status = timer.getId().getTag("status");
        long count = timer.count();
        row[ALL] += count;
        row[TIMED] += count;
        if (status != null && status.startsWith("5")) {
            row[FAILED] += count;
            row[BROKEN] += status.equals("500") ? count : 0;
        } else if (status != null && status.startsWith("4")) {
            row[REFUSED] += count;
        }
        for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
            for (int i = 0; i < HttpMeterFilter.BUCKETS_MS.length; i++) {
                if (Math.round(bucket.bucket(TimeUnit.MILLISECONDS)) == HttpMeterFilter.BUCKETS_MS[i]) {
                    row[FIRST_BOUND + i] += (long) bucket.count();
                }
            }
        }
    }
}
