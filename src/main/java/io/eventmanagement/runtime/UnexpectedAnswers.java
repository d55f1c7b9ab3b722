package io.eventmanagement.runtime;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.eventmanagement.time.Time;

/** Counts what event.com sent although no call expected it, and logs it, at most once a minute. */
@Singleton
public class UnexpectedAnswers {

    private static final Logger LOG = Logger.getLogger(UnexpectedAnswers.class);

    private static final long QUIET = Duration.ofMinutes(1).toNanos();

    /** When the unexpected answer arrived. */
    public enum Reason {

        /** While no call was under way on its connection. */
        IDLE("idle"),
        /** Right after a complete answer. */
        AFTER_ANSWER("after-answer"),
        /** Status 101, which no call asks for. */
        UPGRADE("upgrade");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    private final Time time;
    private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

    /** When the next log line may be written. */
    private final AtomicLong next;

    UnexpectedAnswers(Time time) {
        this.time = time;
        this.next = new AtomicLong(time.nanos());
        for (Reason reason : Reason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    void count(Reason reason) {
        counts.get(reason).increment();
        long now = time.nanos();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + QUIET)) {
            LOG.warnf("event.com sent something that no call expects (%s); the connection was closed. So far: %s",
                    reason.label(), counts);
        }
    }

    /** How often this has happened since the start. */
    public long soFar(Reason reason) {
        return counts.get(reason).sum();
    }
}
