package io.eventmanagement.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.json.JsonObject;

/** The last states of one circuit, with when it entered them. What is oldest gives way. Not thread-safe. */
final class Lane {

    private static final int MOST = 1024;

    /** Nanoseconds of the clock. */
    private final long[] since = new long[MOST];
    private final byte[] states = new byte[MOST];
    private int size;
    private int next;

    Lane(CircuitBreakerState state, long now) {
        enter(state, now);
    }

    void enter(CircuitBreakerState state, long now) {
        enter(letter(state), now);
    }

    /** @param letter C, O or H; R where it is closed by an operator's reset, and not by a probe */
    void enter(char letter, long now) {
        since[next] = now;
        states[next] = (byte) letter;
        next = (next + 1) % MOST;
        size = Math.min(MOST, size + 1);
    }

    /** C, O or H. */
    static char letter(CircuitBreakerState state) {
        return state.name().charAt(0);
    }

    /**
     * The states as letters; how many tenths of a second ago the first was entered, and how many after the one before it each
     * other: those of the ring's time.
     */
    JsonObject json(long now) {
        StringBuilder letters = new StringBuilder();
        List<Long> after = new ArrayList<>();
        long first = 0;
        long before = 0;
        long begin = now - TimeUnit.SECONDS.toNanos(Ring.SECONDS);
        for (int i = size - 1; i >= 0; i--) {
            int at = Math.floorMod(next - 1 - i, MOST);
            boolean isOver = i > 0 && since[Math.floorMod(next - i, MOST)] - begin <= 0;
            if (!isOver) {
                letters.append((char) states[at]);
                long ago = TimeUnit.NANOSECONDS.toMillis(now - since[at]) / 100;
                if (letters.length() == 1) {
                    first = ago;
                } else {
                    after.add(before - ago);
                }
                before = ago;
            }
        }
        return new JsonObject().put("states", letters.toString()).put("ago", first).put("after", after);
    }
}
