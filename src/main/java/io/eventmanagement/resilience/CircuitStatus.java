package io.eventmanagement.resilience;

import java.time.Duration;
import java.time.Instant;

import io.smallrye.faulttolerance.api.CircuitBreakerState;

/**
 * What a circuit is like at one moment.
 *
 * @param name the operation that it guards, such as {@code add-event}
 * @param since when it came to this state
 * @param retryAfter how long it lets no call through: positive while it is open, else zero
 */
public record CircuitStatus(String name, CircuitBreakerState state, Instant since, Duration retryAfter) {
}
