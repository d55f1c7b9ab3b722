package io.eventmanagement.upstream;

import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.eventmanagement.bulkhead.AdaptiveLimit;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.bulkhead.OperationTimes;
import io.eventmanagement.bulkhead.OutageEnds;
import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.time.Time;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;

/** Reports each try of a call to event.com to the limit on calls under way, and to the retry budget. */
@Singleton
class CallReports {

    private final AdaptiveLimit limit;
    private final FairBulkhead bulkhead;
    private final RetryBudget budget;
    private final Time time;
    private final OutageEnds outages = new OutageEnds();

    CallReports(AdaptiveLimit limit, FairBulkhead bulkhead, RetryBudget budget, Time time) {
        this.limit = limit;
        this.bulkhead = bulkhead;
        this.budget = budget;
        this.time = time;
    }

    /** While a circuit changes it is locked, so this has to be quick. */
    void changed(@Observes CircuitTransition transition) {
        // event.com refuses adds in cycles, whatever the load is.
        if (limit.isFixed() || transition.circuit().equals(Circuits.ADD_EVENT)) {
            return;
        }
        if (transition.to() == CircuitBreakerState.OPEN) {
            outages.opened(transition.circuit(), time.nanos());
        } else if (transition.to() == CircuitBreakerState.CLOSED && outages.closed(transition.circuit())) {
            limit.recover(bulkhead.running());
        }
    }

    Operation read() {
        return new Operation(true);
    }

    Operation add() {
        return new Operation(false);
    }

    /** One of event.com's, which takes a time of its own. */
    final class Operation {

        private final OperationTimes times = limit.operation();
        private final boolean refusalsCount;

        private Operation(boolean refusalsCount) {
            this.refusalsCount = refusalsCount;
        }

        /** @param call begins as soon as it is subscribed to, which has to be now */
        <T> Uni<T> begin(Uni<T> call) {
            budget.tried();
            if (limit.isFixed()) {
                return call;
            }
            long began = time.nanos();
            return call.onItemOrFailure().invoke((item, thrown) -> ended(began, item, thrown));
        }

        private void ended(long began, Object item, Throwable thrown) {
            int before = limit.now();
            int running = bulkhead.running();
            UpstreamFailure failure = thrown == null ? null : UpstreamFailure.of(thrown);
            if (failure == null && !Optional.empty().equals(item)) {
                outages.answered(began);
                limit.answered(times, began, running);
            } else if (failure == null || failure == UpstreamFailure.REFUSED) {
                // Another kind of answer, which takes another time.
                outages.answered(began);
                limit.ended(running);
            } else if (failure.isSignOfStrain() && (refusalsCount || failure != UpstreamFailure.UNAVAILABLE)) {
                limit.refused(began, running);
            }
            if (limit.now() > before) {
                // A call that wasn't answered in time has given its place back before.
                bulkhead.beginWaiting();
            }
        }
    }
}
