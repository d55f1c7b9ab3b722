package io.eventmanagement.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The times of HTTP exchanges by method, route and status, none of which the other side can make up: there are as many
 * series as there are routes, whatever is sent.
 */
final class HttpTimes {

    /** What a request is told by that came to no route, and a method that we don't know. */
    static final String OTHER = "other";

    /** The status of an exchange that ended without an answer. */
    static final int NO_ANSWER = 0;

    /** The bounds of the histogram's buckets; a user's events take event.com's 500 ms and more. */
    private static final Duration[] BUCKETS = { Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250),
            Duration.ofMillis(500), Duration.ofMillis(1_000), Duration.ofMillis(2_500), Duration.ofSeconds(5),
            Duration.ofSeconds(10) };

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final String name;
    private final String description;
    private final MeterRegistry registry;

    /** The registry would look at all tags of each exchange. */
    private final Map<Exchange, Timer> timers = new ConcurrentHashMap<>();

    private record Exchange(String method, String route, int status) {
    }

    HttpTimes(String name, String description, MeterRegistry registry) {
        this.name = name;
        this.description = description;
        this.registry = registry;
    }

    /** @param route a path with its parameters' names in the place of their values; null if there is none */
    Timer of(String method, String route, int status) {
        Exchange exchange = new Exchange(METHODS.contains(method) ? method : OTHER, route == null ? OTHER : route, status);
        Timer timer = timers.get(exchange);
        return timer == null ? timers.computeIfAbsent(exchange, this::register) : timer;
    }

    private Timer register(Exchange exchange) {
        return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS)
                .tag("method", exchange.method)
                .tag("uri", exchange.route)
                .tag("status", exchange.status == NO_ANSWER ? "none" : String.valueOf(exchange.status))
                .tag("outcome", outcome(exchange.status))
                .register(registry);
    }

    private static String outcome(int status) {
        return switch (status / 100) {
            case 1 -> "INFORMATIONAL";
            case 2 -> "SUCCESS";
            case 3 -> "REDIRECTION";
            case 4 -> "CLIENT_ERROR";
            case 5 -> "SERVER_ERROR";
            default -> "UNKNOWN";
        };
    }
}
