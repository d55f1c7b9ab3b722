package io.eventmanagement.health;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.eventmanagement.upstream.AccessTokens;

/** Tells whether there is an access token for event.com, and stays UP without one: other replicas would get none either. */
@Readiness
@ApplicationScoped
class TokenCheck implements HealthCheck {

    private final AccessTokens tokens;

    TokenCheck(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public HealthCheckResponse call() {
        String state = !tokens.isOn() ? "none" : tokens.isLacking() ? "down" : "up";
        return HealthCheckResponse.named("access-token").withData("state", state).up().build();
    }
}
