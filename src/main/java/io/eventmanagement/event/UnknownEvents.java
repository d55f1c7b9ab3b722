package io.eventmanagement.event;

/**
 * event.com lists events of a user that it doesn't know: a CDI event for the metrics.
 *
 * @param count how many, at least one
 */
public record UnknownEvents(int count) {
}
