package io.eventmanagement.web;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * The long answers that clients are taking. Together they may keep a quarter of the heap; beyond, those clients lose theirs
 * that have taken nothing for the longest. What many are sent, such as a list that is known, counts once.
 */
@ApplicationScoped
class Answers {

    /** Who has taken nothing for so long may be cut off for others. */
    private static final long STALLED = TimeUnit.SECONDS.toNanos(1);

    /** One answer on its way to one client. */
    interface Writing {

        /** The same array for all who are sent the same. */
        byte[] bytes();

        long stalledNanos();

        /** Closes the connection, from any thread. */
        void abort();
    }

    /** An array as itself, and not as what is in it. */
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

    /** @return false if there is no room, and none to be made */
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
        // One that is alone may be as long as it is: it is made already.
        if (!writing.isEmpty() && size(answer) > most) {
            return false;
        }
        writing.add(answer);
        return true;
    }

    synchronized void end(Writing answer) {
        writing.remove(answer);
    }

    /** What they keep with this one. */
    private long size(Writing added) {
        Set<Body> bodies = new HashSet<>();
        bodies.add(new Body(added.bytes()));
        writing.forEach(answer -> bodies.add(new Body(answer.bytes())));
        return bodies.stream().mapToLong(body -> body.bytes.length).sum();
    }
}
