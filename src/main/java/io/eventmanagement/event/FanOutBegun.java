package io.eventmanagement.event;

/**
 * A user's events are about to be fetched: a CDI event for the metrics.
 *
 * @param events how many
 */
public record FanOutBegun(int events) {
}
