package io.eventmanagement.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.redis.RedisKeys;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.security.Caller;
import io.eventmanagement.settings.Network;
import io.eventmanagement.settings.RateLimitConfig;
import io.eventmanagement.settings.RedisConfig;
import io.eventmanagement.settings.ServiceConfig;
import io.eventmanagement.time.RetryAfter;
import io.eventmanagement.time.Time;
import io.eventmanagement.web.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;

/** Refuses the requests of a client that sends too many, and tells each client how many it has left. */
@ApplicationScoped
class RateLimiter {

    /** Not ours to limit: it stands for a service that others run. */
    private static final String STAND_IN = "/event.com";

    private final RateLimitConfig config;
    private final Share own;
    /** Null where there is no Redis, as is the field below. */
    private final SharedBuckets shared;
    private final Replicas replicas;
    private final ClientAddress addresses;
    private final RateLimitCounts counts;
    private final String policy;

    RateLimiter(RateLimitConfig config, ServiceConfig service, RateLimitCounts counts, RedisConfig redis, RedisLink link,
            Time time) {
        this.counts = counts;
        this.config = config;
        this.own = isOn(config) ? new Share(config.requests(), config.window(), time) : null;
        boolean isShared = isOn(config) && link.isConfigured();
        String prefix = RedisKeys.prefix(redis.prefix());
        this.shared = isShared ? new SharedBuckets(link, prefix, config.requests(), config.window()) : null;
        this.replicas = isShared ? new Replicas(link, prefix) : null;
        this.addresses = new ClientAddress(service.trustedProxies().orElse(List.of()).stream()
                .map(Network::parse).flatMap(Optional::stream).toList());
        this.policy = "\"default\";q=" + config.requests() + ";w=" + RetryAfter.seconds(config.window());
    }

    private static boolean isOn(RateLimitConfig config) {
        return config.requests() > 0;
    }

    void register(@Observes Filters filters) {
        if (isOn(config)) {
            filters.register(this::count, FilterOrder.LIMIT);
        }
    }

    private void count(RoutingContext request) {
        String path = request.normalizedPath();
        if (path.equals(STAND_IN) || path.startsWith(STAND_IN + "/")) {
            request.next();
            return;
        }
        String client = client(request);
        if (shared == null || !shared.isUp()) {
            decide(request, alone(client));
            return;
        }
        Context context = request.vertx().getOrCreateContext();
        shared.take(client).onComplete(taken -> context.runOnContext(
                now -> decide(request, taken.succeeded() ? taken.result() : alone(client))));
    }

    private Buckets.Taken alone(String client) {
        return own.take(client, replicas == null ? 1 : replicas.count());
    }

    private void decide(RoutingContext request, Buckets.Taken taken) {
        if (request.response().ended() || request.response().closed()) {
            return; // its client hung up, or it took too long
        }
        counts.count(taken.passed());
        request.response().putHeader("RateLimit-Policy", policy).putHeader("RateLimit", limit(taken));
        if (taken.passed()) {
            request.next();
        } else {
            request.fail(new RateLimitedException(taken.untilNext()));
        }
    }

    /** A subject can't be taken for an address: no address has a blank. */
    private String client(RoutingContext request) {
        return Caller.subject(request).map(subject -> "subject " + subject)
                .orElseGet(() -> addresses.of(request.request().remoteAddress().hostAddress(),
                        request.request().headers().getAll("X-Forwarded-For")));
    }

    /** draft-ietf-httpapi-ratelimit-headers: what is left, and the seconds until all is there again. */
    private static String limit(Buckets.Taken taken) {
        Duration reset = taken.untilAll();
        return "\"default\";r=" + taken.left() + ";t=" + RetryAfter.seconds(reset);
    }
}
