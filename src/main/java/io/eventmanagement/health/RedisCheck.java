package io.eventmanagement.health;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.eventmanagement.redis.RedisLink;

/** Tells whether Redis can be reached, and stays UP whatever it is: nothing needs it. */
@Readiness
@ApplicationScoped
class RedisCheck implements HealthCheck {

    private final RedisLink redis;

    RedisCheck(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public HealthCheckResponse call() {
        String state = !redis.isConfigured() ? "none" : redis.isUp() ? "up" : "down";
        return HealthCheckResponse.named("redis").withData("state", state).up().build();
    }
}
