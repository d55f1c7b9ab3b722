package io.eventmanagement.upstream;

import java.util.function.Predicate;

import io.eventmanagement.time.Deadline;

/** Decides whether a failed read is tried again: if the failure is of that kind and the client's deadline leaves the time. */
public class WorthRetrying implements Predicate<Throwable> {

    @Override
    public boolean test(Throwable thrown) {
        return UpstreamFailure.of(thrown).worthRetrying() && Deadline.current().leaves(RetryBackoff.LONGEST_DELAY);
    }
}
