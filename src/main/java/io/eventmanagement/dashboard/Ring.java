package io.eventmanagement.dashboard;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * A quarter of an hour of history: a number each second, for each of a bounded number of series. What is oldest gives way. Not
 * thread-safe.
 */
final class Ring {

    static final int SECONDS = 900;

    /** Seconds that are told together. */
    static final int STEP = 5;

    /** No number: the service didn't run, or was too busy to look. */
    static final int NONE = -1;

    private static final int MOST_SERIES = 80;

    /** How numbers of several seconds are told as one. */
    enum Kind {
        SUM,
        MAX
    }

    private record Series(Kind kind, int[] values) {
    }

    private final Map<String, Series> series = new LinkedHashMap<>();
    private long last = -1;

    /** Begins the next second. What lies between it and the last one is unknown. */
    void begin(long second) {
        long from = Math.max(last + 1, second - SECONDS + 1);
        for (Series one : series.values()) {
            for (long unknown = from; unknown <= second; unknown++) {
                one.values[(int) (unknown % SECONDS)] = NONE;
            }
        }
        last = Math.max(last, second);
    }

    /** For the second that was begun last. Beyond the most series there may be, further ones aren't kept. */
    void put(String name, Kind kind, int value) {
        Series one = series.get(name);
        if (one == null) {
            if (series.size() == MOST_SERIES) {
                return;
            }
            one = new Series(kind, new int[SECONDS]);
            Arrays.fill(one.values, NONE);
            series.put(name, one);
        }
        one.values[(int) (last % SECONDS)] = value;
    }

    long lastSecond() {
        return last;
    }

    /** What was put in the last second, where it isn't 0. */
    void forLast(ObjIntConsumer<String> each) {
        series.forEach((name, one) -> {
            int value = one.values[(int) (last % SECONDS)];
            if (value != 0) {
                each.accept(name, value);
            }
        });
    }

    /** All that there was in the last seconds. */
    int sum(String name, int seconds) {
        Series one = series.get(name);
        int sum = 0;
        for (long second = Math.max(0, last - seconds + 1); one != null && second <= last; second++) {
            sum += Math.max(0, one.values[(int) (second % SECONDS)]);
        }
        return sum;
    }

    /**
     * Each series, {@link #STEP} seconds as one number, the oldest first. The last one ends with the last second, so it may be
     * of fewer.
     */
    Map<String, int[]> steps() {
        Map<String, int[]> all = new LinkedHashMap<>();
        series.forEach((name, one) -> all.put(name, steps(one)));
        return all;
    }

    private int[] steps(Series one) {
        int[] steps = new int[SECONDS / STEP];
        Arrays.fill(steps, NONE);
        long first = last / STEP - steps.length + 1;
        for (long second = Math.max(0, Math.max(first * STEP, last - SECONDS + 1)); second <= last; second++) {
            int value = one.values[(int) (second % SECONDS)];
            int step = (int) (second / STEP - first);
            if (value != NONE) {
                int before = Math.max(0, steps[step]);
                steps[step] = one.kind == Kind.SUM ? before + value : Math.max(before, value);
            }
        }
        return steps;
    }

    Kind kind(String name) {
        return series.get(name).kind;
    }
}
