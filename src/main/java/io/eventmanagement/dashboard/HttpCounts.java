package io.eventmanagement.dashboard;

import java.util.Map;

/** What has been counted since the start, of requests and of calls to event.com. The package of the metrics counts. */
public interface HttpCounts {

    /** All of them. */
    int ALL = 0;
    /** Those whose status is 4xx. */
    int REFUSED = 1;
    /** Those whose status is 5xx; of calls, those that failed as the circuits see it. */
    int FAILED = 2;
    /** Those whose status is 500: of requests, a fault of ours. */
    int BROKEN = 3;
    /** Of calls, the attempts after the first. */
    int RETRIED = 4;
    /** Of calls, those for which our credentials weren't accepted. */
    int UNAUTHORIZED = 5;
    /** Those whose times are known. */
    int TIMED = 6;
    /** From here on, for each bound how many took no longer. */
    int FIRST_BOUND = 7;

    /** The bounds in milliseconds, in ascending order. */
    int[] bounds();

    /** By method and template of the path. */
    Map<String, long[]> requests();

    /** By the name of the circuit. */
    Map<String, long[]> calls();
}
