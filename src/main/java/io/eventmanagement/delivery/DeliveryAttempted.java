package io.eventmanagement.delivery;

/**
 * An attempt to deliver ended, or an operation expired: the CDI event that metrics observe.
 *
 * @param outcome {@code delivered}, {@code rejected}, {@code failed} or {@code expired}
 */
public record DeliveryAttempted(String outcome) {
}
