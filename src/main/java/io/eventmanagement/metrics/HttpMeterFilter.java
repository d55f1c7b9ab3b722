package io.eventmanagement.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import jakarta.inject.Singleton;

import io.eventmanagement.runtime.RouteLabel;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/**
 * Limits Quarkus' HTTP meters: which of them are kept, their labels and their buckets. Nothing that a client or event.com sends
 * becomes a label.
 */
@Singleton
class HttpMeterFilter implements MeterFilter {

    private static final Set<String> TIMERS = Set.of("http.server.requests", "http.client.requests");

    private static final Set<String> KEPT = Set.of("http.server.requests", "http.client.requests", "http.client.retries",
            "http.server.active.requests");

    /** Quarkus' values of {@code uri} for requests without a route; the first is our own label, with Quarkus' slash. */
    private static final Set<String> NO_ROUTES = Set.of("/" + RouteLabel.OTHER, "NOT_FOUND", "REDIRECTION", "UNKNOWN", "root",
            "/bad-request", "/cors-preflight");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** A user's events take event.com's 500 ms and more. */
    static final int[] BUCKETS_MS = { 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000 };

    private static final double[] BUCKETS = IntStream.of(BUCKETS_MS)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos()).toArray();

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().startsWith("http.") && !KEPT.contains(id.getName()) ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!TIMERS.contains(id.getName())) {
            return id;
        }
        boolean unanswered = "RESET".equals(id.getTag("status")) || "UNKNOWN".equals(id.getTag("status"));
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.of("method", METHODS.contains(id.getTag("method")) ? id.getTag("method") : RouteLabel.OTHER));
        tags.add(Tag.of("uri", NO_ROUTES.contains(id.getTag("uri")) ? RouteLabel.OTHER : id.getTag("uri")));
        tags.add(Tag.of("status", unanswered ? "none" : id.getTag("status")));
        tags.add(Tag.of("outcome", unanswered ? "UNKNOWN" : id.getTag("outcome")));
        return id.replaceTags(tags);
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return TIMERS.contains(id.getName())
                ? DistributionStatisticConfig.builder().serviceLevelObjectives(BUCKETS).build().merge(config)
                : config;
    }
}
