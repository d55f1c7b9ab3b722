package io.eventmanagement.bulkhead;

/** Why the limit moved. */
public enum LimitReason {

    /** Answers take as long as at their best. */
    GROWTH,
    /** They take longer. */
    LATENCY,
    /** Calls were refused, or not answered in time. */
    REFUSAL,
    /** An outage has ended, so it begins anew. */
    RECOVERY,
    /** For a moment it is half as high, to see whether answers come faster then; and back. */
    MEASUREMENT
}
