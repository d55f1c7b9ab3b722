package io.eventmanagement.resilience;

/**
 * A circuit didn't let a call through: the CDI event that metrics and traces observe.
 *
 * @param status the circuit as it was then
 */
public record CircuitRejection(CircuitStatus status) {
}
