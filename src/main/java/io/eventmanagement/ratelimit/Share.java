package io.eventmanagement.ratelimit;

import java.time.Duration;

import io.eventmanagement.ratelimit.Buckets.Taken;
import io.eventmanagement.time.Time;

/** The buckets of this replica alone, each with its share of the limit; the whole of it, if it doesn't know of others. */
final class Share {

    /** @param replicas among which the limit is shared */
    private record Part(int replicas, Buckets buckets) {
    }

    private final int requests;
    private final Duration window;
    private final Time time;

    private volatile Part part;

    Share(int requests, Duration window, Time time) {
        this.requests = requests;
        this.window = window;
        this.time = time;
        this.part = part(1);
    }

    private Part part(int replicas) {
        return new Part(replicas, new Buckets((requests + replicas - 1) / replicas, window, time));
    }

    /** @param replicas as far as is known */
    Taken take(String client, int replicas) {
        Part present = part;
        int most = Math.max(1, replicas);
        if (present.replicas() != most) {
            present = part(most);
            part = present;
        }
        return present.buckets().take(client);
    }
}
