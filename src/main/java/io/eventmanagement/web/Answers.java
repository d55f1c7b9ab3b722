package io.eventmanagement.web;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Limits the memory of long answers that clients are reading to a quarter of the heap. Beyond that, the clients that have read
 * nothing for the longest time lose theirs. An answer that goes to many clients, such as a cached list, counts once.
 */
@ApplicationScoped
class Answers {

    /** A client that has read nothing for this long may be cut off to make room. */
    private static final long STALLED = TimeUnit.SECONDS.toNanos(1);

    /** One answer on its way to one client. */
    interface Writing {

        /** The same array for all clients that get the same answer. */
        byte[] bytes();

        long stalledNanos();

        /** Closes the connection, from any thread. */
        void abort();
    }

    /** Compares arrays by identity, not by content. */
    private record Body(byte[] bytes) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Body body && body.bytes == bytes;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(bytes);
        }
    }

    private final long most;

    /** Guarded by {@code this}. */
    private final Set<Writing> writing = new LinkedHashSet<>();

    Answers() {
        this(Runtime.getRuntime().maxMemory() / 4);
    }

    Answers(long most) {
        this.most = most;
    }

    /** @return false if there is no room, and none can be made */
    synchronized boolean begin(Writing answer) {
        if (size(answer) > most) {
            List<Writing> stalled = writing.stream().filter(other -> other.stalledNanos() >= STALLED)
                    .sorted(Comparator.comparingLong(Writing::stalledNanos).reversed()).toList();
            for (Writing other : stalled) {
                if (size(answer) <= most) {
                    break;
                }
                writing.remove(other);
                other.abort();
            }
        }
        // A single answer may be of any length, since it is in memory already.
        if (!writing.isEmpty() && size(answer) > most) {
            return false;
        }
        writing.add(answer);
        return true;
    }

    synchronized void end(Writing answer) {
        writing.remove(answer);
    }

    /** The bytes that all answers take, including the added one. */
    private long size(Writing added) {
        Set<Body> bodies = new HashSet<>();
        bodies.add(new Body(added.bytes()));
        writing.forEach(answer -> bodies.add(new Body(answer.bytes())));
        return bodies.stream().mapToLong(body -> body.bytes.length).sum();
    }
}
