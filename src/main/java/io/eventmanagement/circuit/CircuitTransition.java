package io.eventmanagement.circuit;

import java.time.Duration;
import java.util.OptionalInt;

import io.smallrye.faulttolerance.api.CircuitBreakerState;

/**
 * A circuit went from one state to another: the CDI event that log, metrics and views observe.
 *
 * @param why in words for a person
 * @param failuresInWindow failures that are remembered, if the circuit tells
 * @param openFor how long no call is let through now; zero unless it is open
 * @param attempt how many waits there were in a row, zero once it is closed, if the circuit tells
 */
public record CircuitTransition(String circuit, CircuitBreakerState from, CircuitBreakerState to, String why,
        OptionalInt failuresInWindow, Duration openFor, OptionalInt attempt) {
}
