package io.eventmanagement.upstream;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Time;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Tries a read a second time when the first try takes long, and takes the answer that comes first
 * (docs/resilience.md, "Retries and hedges"). The other try is cancelled: the REST client closes its connection.
 */
@Singleton
public class Hedges {

    private final double percentile;
    private final FairBulkhead bulkhead;
    private final RetryBudget budget;
    private final Circuits circuits;
    private final Tries tries;
    private final Vertx vertx;
    private final Time time;

    private final LongAdder won = new LongAdder();
    private final LongAdder lost = new LongAdder();

    @Inject
    Hedges(EventApiConfig config, FairBulkhead bulkhead, RetryBudget budget, Circuits circuits, Tries tries, Vertx vertx,
            Time time) {
        this(config.hedgePercentile(), bulkhead, budget, circuits, tries, vertx, time);
    }

    Hedges(double percentile, FairBulkhead bulkhead, RetryBudget budget, Circuits circuits, Tries tries, Vertx vertx,
            Time time) {
        this.percentile = percentile;
        this.bulkhead = bulkhead;
        this.budget = budget;
        this.circuits = circuits;
        this.tries = tries;
        this.vertx = vertx;
        this.time = time;
    }

    /** How often the second try was answered first. */
    public long won() {
        return won.sum();
    }

    /** How often it was in vain. */
    public long lost() {
        return lost.sum();
    }

    /** @param operation the name of its circuit */
    Reads reads(String operation) {
        return new Reads(circuits.ofRead(operation), tries.operation(),
                percentile > 0 ? Optional.of(new LatestTimes(percentile)) : Optional.empty());
    }

    /** Those of one operation. */
    final class Reads {

        private final Circuit circuit;
        private final Tries.Operation operation;
        /** Empty while hedging is off. */
        private final Optional<LatestTimes> times;

        private Reads(Circuit circuit, Tries.Operation operation, Optional<LatestTimes> times) {
            this.circuit = circuit;
            this.operation = operation;
            this.times = times;
        }

        /** @param call makes one try each time */
        <T> Uni<T> read(Supplier<Uni<T>> call) {
            if (times.isEmpty()) {
                return operation.begin(call.get());
            }
            return Uni.createFrom().emitter(emitter -> new Race<T>(this, times.get(), call, emitter).begin());
        }
    }

    /** One read, which may be tried a second time. */
    private final class Race<T> {

        private final Reads reads;
        private final LatestTimes times;
        private final Supplier<Uni<T>> call;
        private final UniEmitter<? super T> emitter;
        private final long began = time.nanos();

        /** Guarded by {@code this}, as are all fields below. */
        private Cancellable first;
        private Cancellable second;
        private Throwable failure;
        private int running = 1;
        private boolean hedged;
        private boolean over;
        private Runnable timer = () -> {
            // Too little is known to set one.
        };

        private Race(Reads reads, LatestTimes times, Supplier<Uni<T>> call, UniEmitter<? super T> emitter) {
            this.reads = reads;
            this.times = times;
            this.call = call;
            this.emitter = emitter;
        }

        private void begin() {
            long wait = times.percentile();
            if (wait < Long.MAX_VALUE) {
                hedgeAfter(wait);
            }
            keep(reads.operation.begin(call.get())
                    .subscribe().with(item -> answered(item, false), thrown -> failed(thrown, false)), false);
        }

        private synchronized void hedgeAfter(long nanos) {
            Context context = Vertx.currentContext();
            // Rounded up, so that it isn't early.
            long id = vertx.setTimer(nanos / 1_000_000 + 1, due -> {
                if (context == null) {
                    hedge();
                } else {
                    context.runOnContext(now -> hedge());
                }
            });
            timer = () -> vertx.cancelTimer(id);
        }

        private void hedge() {
            // While its circuit isn't closed there is one call: the probe.
            if (!reads.circuit.isClosed() || !bulkhead.takeSpare()) {
                return;
            }
            if (!takeTurn()) {
                bulkhead.giveBackSpare();
                return;
            }
            keep(reads.operation.begin(call.get()).onTermination().invoke(bulkhead::giveBackSpare)
                    .subscribe().with(item -> answered(item, true), thrown -> failed(thrown, true)), true);
        }

        private synchronized boolean takeTurn() {
            hedged = !over && budget.spend();
            if (hedged) {
                running++;
            }
            return hedged;
        }

        private void keep(Cancellable begun, boolean isSecond) {
            synchronized (this) {
                if (!over) {
                    if (isSecond) {
                        second = begun;
                    } else {
                        first = begun;
                    }
                    return;
                }
            }
            begun.cancel();
        }

        private void answered(T item, boolean bySecond) {
            if (end(bySecond)) {
                // Of a first try that is cut off it is known that it takes longer than this.
                times.add(time.nanos() - began);
                emitter.complete(item);
            }
        }

        /** What fails is no answer while the other try is under way. */
        private void failed(Throwable thrown, boolean bySecond) {
            Throwable told;
            synchronized (this) {
                failure = failure == null || !bySecond ? thrown : failure;
                running--;
                if (running > 0) {
                    return;
                }
                told = failure;
            }
            if (end(false)) {
                emitter.fail(told);
            }
        }

        /** @return false if it was over already */
        private boolean end(boolean bySecond) {
            Cancellable other;
            boolean wasHedged;
            synchronized (this) {
                if (over) {
                    return false;
                }
                over = true;
                timer.run();
                wasHedged = hedged;
                other = bySecond ? first : second;
            }
            if (wasHedged) {
                (bySecond ? won : lost).increment();
            }
            if (other != null) {
                other.cancel();
            }
            return true;
        }
    }
}
