package io.eventmanagement.upstream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.eventmanagement.bulkhead.AdaptiveLimit;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.bulkhead.OperationTimes;
import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.time.Time;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;

/** Tells the limit on calls under way, and the retry budget, of each try of a call to event.com. */
@Singleton
class Tries {

    private final AdaptiveLimit limit;
    private final FairBulkhead bulkhead;
    private final RetryBudget budget;
    private final Time time;

    Tries(AdaptiveLimit limit, FairBulkhead bulkhead, RetryBudget budget, Time time) {
        this.limit = limit;
        this.bulkhead = bulkhead;
        this.budget = budget;
        this.time = time;
    }

    /** While a circuit changes it is locked, so this has to be quick. */
    void changed(@Observes CircuitTransition transition) {
        if (transition.to() == CircuitBreakerState.CLOSED && transition.from() != CircuitBreakerState.CLOSED
                && !limit.isFixed()) {
            limit.recover(bulkhead.running());
        }
    }

    Operation operation() {
        return new Operation();
    }

    /** One of event.com's, which takes a time of its own. */
    final class Operation {

        private final OperationTimes times = limit.operation();

        /** @param call begins as soon as it is subscribed to, which has to be now */
        <T> Uni<T> begin(Uni<T> call) {
            budget.tried();
            if (limit.isFixed()) {
                return call;
            }
            long began = time.nanos();
            return call.onItemOrFailure().invoke((item, thrown) -> ended(began, thrown));
        }

        private void ended(long began, Throwable thrown) {
            UpstreamFailure failure = thrown == null ? null : UpstreamFailure.of(thrown);
            if (failure == null || failure == UpstreamFailure.REFUSED) {
                limit.answered(times, began, bulkhead.running());
            } else if (failure.isSignOfStrain()) {
                limit.refused(began, bulkhead.running());
            }
        }
    }
}
