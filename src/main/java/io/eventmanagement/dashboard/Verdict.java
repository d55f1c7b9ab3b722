package io.eventmanagement.dashboard;

import java.time.Instant;
import java.util.List;

/**
 * How the service is, in a word and in words.
 *
 * @param since when it came to be like this
 * @param cause who it is
 * @param headline who it is, as a sentence
 * @param notes what is to be seen of it, as sentences
 */
record Verdict(Condition condition, Instant since, Cause cause, String headline, List<String> notes) {

    enum Condition {
        WELL,
        DEGRADED,
        FAILING
    }

    enum Cause {
        NOBODY,
        EVENT_COM,
        DATABASE,
        US
    }
}
