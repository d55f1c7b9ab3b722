package io.eventmanagement.upstream;

import java.util.function.Predicate;

import io.eventmanagement.time.Deadline;

/** Decides whether a failed read is retried: if the failure is worth it, and the client's deadline leaves enough time. */
public class WorthRetrying implements Predicate<Throwable> {

    @Override
    public boolean test(Throwable thrown) {
        return UpstreamFailure.of(thrown).worthRetrying() && Deadline.current().leaves(RetryBackoff.LONGEST_DELAY);
    }
}
