package io.eventmanagement.upstream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Deadline;
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
    private final CallReports reports;
    private final Vertx vertx;
    private final Time time;

    private final LongAdder won = new LongAdder();
    private final LongAdder lost = new LongAdder();

    @Inject
    Hedges(EventApiConfig config, FairBulkhead bulkhead, RetryBudget budget, Circuits circuits, CallReports reports,
            Vertx vertx,
            Time time) {
        this(config.hedgePercentile(), bulkhead, budget, circuits, reports, vertx, time);
    }

    Hedges(double percentile, FairBulkhead bulkhead, RetryBudget budget, Circuits circuits, CallReports reports, Vertx vertx,
            Time time) {
        this.percentile = percentile;
        this.bulkhead = bulkhead;
        this.budget = budget;
        this.circuits = circuits;
        this.reports = reports;
        this.vertx = vertx;
        this.time = time;
    }

    public boolean areOn() {
        return percentile > 0;
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
    Operation operation(String operation) {
        return new Operation(circuits.ofRead(operation), reports.read(operation),
                percentile > 0 ? Optional.of(new LatestTimes(percentile)) : Optional.empty());
    }

    /** One of event.com's reads. */
    final class Operation {

        private final Circuit circuit;
        private final CallReports.Operation report;
        /** Empty while hedging is off. */
        private final Optional<LatestTimes> times;

        private Operation(Circuit circuit, CallReports.Operation report, Optional<LatestTimes> times) {
            this.circuit = circuit;
            this.report = report;
            this.times = times;
        }

        /** @param call makes one try each time */
        <T> Uni<T> read(Supplier<Uni<T>> call) {
            if (times.isEmpty()) {
                return report.begin(call.get());
            }
            return Uni.createFrom().emitter(emitter -> new Race<T>(this, times.get(), call, emitter).begin());
        }
    }

    /** One read, which may be tried a second time. */
    private final class Race<T> {

        private final Operation operation;
        private final LatestTimes times;
        private final Supplier<Uni<T>> call;
        private final UniEmitter<? super T> emitter;
        private final long began = time.nanos();
        private final Deadline.End deadline = Deadline.current();

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

        private Race(Operation operation, LatestTimes times, Supplier<Uni<T>> call, UniEmitter<? super T> emitter) {
            this.operation = operation;
            this.times = times;
            this.call = call;
            this.emitter = emitter;
        }

        private void begin() {
            long wait = times.percentile();
            if (wait < Long.MAX_VALUE) {
                hedgeAfter(wait);
            }
            keep(one().subscribe().with(item -> answered(item, false), thrown -> failed(thrown, false)), false);
        }

        private Uni<T> one() {
            return operation.report.begin(Uni.createFrom().deferred(call::get));
        }

        private synchronized void hedgeAfter(long nanos) {
            Context context = Vertx.currentContext();
            // Rounded up, so that it isn't early.
            long id = vertx.setTimer(nanos / 1_000_000 + 1, due -> {
                if (context == null) {
                    hedge(nanos);
                } else {
                    context.runOnContext(now -> hedge(nanos));
                }
            });
            timer = () -> vertx.cancelTimer(id);
        }

        private void hedge(long waited) {
            // While its circuit isn't closed there is one call: the probe. A second try may take as long as the first has.
            if (!operation.circuit.isClosed() || !deadline.leaves(Duration.ofNanos(waited)) || !bulkhead.takeSpare()) {
                return;
            }
            if (!takeTurn()) {
                bulkhead.giveBackSpare();
                return;
            }
            keep(one().onTermination().invoke(bulkhead::giveBackSpare)
                    .subscribe().with(item -> answered(item, true), thrown -> failed(thrown, true)), true);
        }

        private synchronized boolean takeTurn() {
            hedged = !over && budget.spendOnHedge();
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

        /**
         * What fails is no answer while the other try is under way. But with the first try's time-out the time is over for
         * both:
         * nobody waits for the second any more.
         */
        private void failed(Throwable thrown, boolean bySecond) {
            boolean isLate = !bySecond && UpstreamFailure.of(thrown) == UpstreamFailure.TIMED_OUT;
            Throwable cause;
            synchronized (this) {
                failure = failure == null || !bySecond ? thrown : failure;
                running--;
                if (running > 0 && !isLate) {
                    return;
                }
                cause = failure;
            }
            if (end(false)) {
                emitter.fail(cause);
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
