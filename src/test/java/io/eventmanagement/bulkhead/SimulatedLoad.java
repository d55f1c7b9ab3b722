package io.eventmanagement.bulkhead;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * Clients, a bulkhead with its limit, circuits and an event.com in simulated time: what takes minutes is over in a moment, and
 * is the same each time.
 */
final class SimulatedLoad {

    static final long MS = 1_000_000;
    static final long SECOND = 1_000 * MS;

    /** The room that the service has by default. */
    static final int MOST = 1_024;
    static final int LEAST = 8;

    final Random random = new Random(21);
    final EventCom eventCom = new EventCom();
    final AdaptiveLimit limit;

    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final List<Answer> answers = new ArrayList<>();
    private final FairBulkhead bulkhead;
    private final OutageEnds outages = new OutageEnds();
    private long now;
    private long order;

    private record Event(long at, long order, Runnable task) {
    }

    /** An answer that a client got. @param took since the client asked, waiting included */
    record Answer(long at, long took) {
    }

    /** How a call ends. */
    enum Outcome {
        ANSWERED,
        REFUSED,
        FAILED,
        /** Answered by a 4xx, or with nothing. */
        EMPTY
    }

    SimulatedLoad(int least, int most) {
        limit = new AdaptiveLimit(least, most, () -> now);
        bulkhead = new FairBulkhead(limit::now, 10_000);
    }

    static SimulatedLoad adaptive() {
        return new SimulatedLoad(LEAST, MOST);
    }

    static SimulatedLoad fixed(int limit) {
        return new SimulatedLoad(limit, limit);
    }

    // ---- Time ----

    long now() {
        return now;
    }

    void in(long nanos, Runnable task) {
        events.add(new Event(now + nanos, order++, task));
    }

    void runFor(long nanos) {
        long until = now + nanos;
        while (!events.isEmpty() && events.peek().at <= until) {
            Event next = events.poll();
            now = next.at;
            next.task.run();
        }
        now = until;
    }

    // ---- event.com ----

    /** Some workers and some room to wait for them; further calls are refused. Or room for all. */
    final class EventCom {

        private int workers = Integer.MAX_VALUE;
        private int room;
        private boolean isDown;
        private double slowness = 1;

        private int busy;
        private final Queue<Runnable> queue = new ArrayDeque<>();
        private int underWay;
        private int mostUnderWay;
        private final TreeMap<Long, Integer> begun = new TreeMap<>();

        void has(int newWorkers, int newRoom) {
            workers = newWorkers;
            room = newRoom;
            workOn();
        }

        void goDown() {
            isDown = true;
        }

        void comeBack() {
            isDown = false;
            countAnew();
        }

        /** From now on everything takes so many times as long. */
        void takes(double times) {
            slowness = times;
        }

        void countAnew() {
            mostUnderWay = underWay;
            begun.clear();
        }

        int mostUnderWay() {
            return mostUnderWay;
        }

        /** The most calls that came within a tenth of a second. */
        int mostBegun() {
            return begun.values().stream().mapToInt(count -> count).max().orElse(0);
        }

        private void call(long takes, Consumer<Outcome> end) {
            begun.merge(now / (100 * MS), 1, Integer::sum);
            if (isDown) {
                in(MS, () -> end.accept(Outcome.FAILED));
                return;
            }
            mostUnderWay = Math.max(mostUnderWay, ++underWay);
            if (busy < workers) {
                work(takes, end);
            } else if (queue.size() < room) {
                queue.add(() -> work(takes, end));
            } else {
                in(MS, () -> leave(end, Outcome.REFUSED));
            }
        }

        private void work(long takes, Consumer<Outcome> end) {
            busy++;
            in((long) (takes * slowness * (0.95 + 0.1 * random.nextDouble())), () -> {
                busy--;
                workOn();
                leave(end, Outcome.ANSWERED);
            });
        }

        private void workOn() {
            while (busy < workers && !queue.isEmpty()) {
                queue.remove().run();
            }
        }

        private void leave(Consumer<Outcome> end, Outcome outcome) {
            underWay--;
            end.accept(outcome);
        }
    }

    // ---- The service ----

    /** One of event.com's, with a circuit as those of reads: 10 of the last 20 calls open it, for 5 s. */
    final class Operation {

        private final DoubleSupplier takes;
        private final Supplier<Outcome> ends;
        private final boolean isAdd;
        private final String name = "operation " + order++;
        private final OperationTimes times = limit.operation();
        private final boolean[] failed = new boolean[20];
        private int calls;
        private boolean isOpen;
        private long opened;
        private boolean probing;
        private int stay;

        /** @param isAdd so that its refusals, and its circuit, say nothing of load */
        private Operation(DoubleSupplier takes, Supplier<Outcome> ends, boolean isAdd) {
            this.takes = takes;
            this.ends = ends;
            this.isAdd = isAdd;
        }

        boolean isOpen() {
            return isOpen;
        }

        private void call(FairBulkhead.Lane lane, Consumer<Boolean> told) {
            lane.<Boolean> call(() -> Uni.createFrom().emitter(emitter -> begin(emitter::complete)))
                    .subscribe().with(told, thrown -> told.accept(false));
        }

        private void begin(Consumer<Boolean> end) {
            if (isOpen && (probing || now - opened < 5 * SECOND)) {
                in(0, () -> end.accept(false));
                return;
            }
            probing = isOpen;
            int began = stay;
            long at = now;
            Outcome ending = ends.get();
            eventCom.call((long) takes.getAsDouble(), reached -> {
                Outcome outcome = reached == Outcome.ANSWERED ? ending : reached;
                report(outcome, at);
                boolean isAnswered = outcome == Outcome.ANSWERED || outcome == Outcome.EMPTY;
                if (began == stay) {
                    record(!isAnswered);
                }
                end.accept(isAnswered);
            });
        }

        /** As CallReports does. */
        private void report(Outcome outcome, long at) {
            int running = bulkhead.running();
            switch (outcome) {
                case ANSWERED -> limit.answered(times, at, running);
                case REFUSED -> {
                    if (!isAdd) {
                        limit.refused(at, running);
                    }
                }
                case EMPTY -> limit.ended(running);
                default -> {
                    // It says nothing of load.
                }
            }
            if (outcome == Outcome.ANSWERED || outcome == Outcome.EMPTY) {
                outages.answered(at);
            }
        }

        private void record(boolean failure) {
            if (isOpen) {
                probing = false;
                opened = now;
                if (!failure) {
                    move(false);
                    if (!isAdd && outages.closed(name)) {
                        limit.recover(bulkhead.running());
                    }
                }
                return;
            }
            failed[calls++ % failed.length] = failure;
            int failures = 0;
            for (boolean one : failed) {
                failures += one ? 1 : 0;
            }
            if (calls >= failed.length && failures >= failed.length / 2) {
                opened = now;
                move(true);
                outages.opened(name, now);
            }
        }

        private void move(boolean open) {
            isOpen = open;
            calls = 0;
            stay++;
        }
    }

    Operation operation(DoubleSupplier takes) {
        return operation(takes, () -> Outcome.ANSWERED);
    }

    Operation operation(DoubleSupplier takes, Supplier<Outcome> ends) {
        return new Operation(takes, ends, false);
    }

    Operation add(DoubleSupplier takes, Supplier<Outcome> ends) {
        return new Operation(takes, ends, true);
    }

    // ---- Clients ----

    /** Each asks again as soon as it has its answer, or a tenth of a second after it got none. */
    void clients(int count, Operation operation) {
        clients(count, () -> operation);
    }

    /** The same, each time with one of several operations. */
    void clients(int count, Supplier<Operation> operation) {
        for (int i = 0; i < count; i++) {
            FairBulkhead.Lane lane = bulkhead.lane(Runnable::run);
            in(i * MS / 5, () -> ask(lane, operation));
        }
    }

    /** A client that asks once. */
    void clientOnce(Operation operation) {
        operation.call(bulkhead.lane(Runnable::run), answered -> {
            // Whatever it gets.
        });
    }

    private void ask(FairBulkhead.Lane lane, Supplier<Operation> operation) {
        long asked = now;
        operation.get().call(lane, answered -> {
            if (answered) {
                answers.add(new Answer(now, now - asked));
            }
            in(answered ? 0 : 100 * MS, () -> ask(lane, operation));
        });
    }

    /** About so many requests per second, for any of these, until the simulation ends. */
    void mix(int perSecond, IntSupplier which, Operation... operations) {
        in((long) (-Math.log(1 - random.nextDouble()) / perSecond * SECOND), () -> {
            operations[which.getAsInt()].call(bulkhead.lane(Runnable::run), answered -> {
                // Nobody counts them.
            });
            mix(perSecond, which, operations);
        });
    }

    /** One client's request for many, each of which takes the event loop a tenth of a millisecond. @return how long it took */
    long fanOut(int count, Operation operation) {
        long asked = now;
        long[] took = { 0 };
        int[] left = { count };
        FairBulkhead.Lane lane = bulkhead.lane(Runnable::run);
        for (int i = 0; i < count; i++) {
            in(i * MS / 10, () -> operation.call(lane, answered -> {
                if (answered && --left[0] == 0) {
                    took[0] = now - asked;
                }
            }));
        }
        while (took[0] == 0 && now - asked < 30 * SECOND) {
            runFor(10 * MS);
        }
        return took[0] == 0 ? Long.MAX_VALUE : took[0];
    }

    /** Answers per second, in the last so many nanoseconds. */
    double goodput(long during) {
        return answers.stream().filter(answer -> answer.at > now - during).count() * (double) SECOND / during;
    }

    /** Of what clients waited, in the last so many nanoseconds. */
    long p99(long during) {
        long[] took = answers.stream().filter(answer -> answer.at > now - during).mapToLong(Answer::took).sorted().toArray();
        return took[took.length * 99 / 100];
    }
}
