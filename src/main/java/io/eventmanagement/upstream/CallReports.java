package io.eventmanagement.upstream;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

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

/**
 * Reports each try of a call to event.com to the limit on calls under way, and to the retry budget; and counts how it ended.
 */
@Singleton
public class CallReports {

    /**
     * How tries of calls ended, since the start. One that was cancelled, since another was answered first, isn't among them.
     *
     * @param failed as the circuits see it
     * @param unauthorized those for which our credentials weren't accepted, by event.com or by the proxy on the way
     */
    public record Ends(long all, long failed, long unauthorized) {
    }

    private final AdaptiveLimit limit;
    private final FairBulkhead bulkhead;
    private final RetryBudget budget;
    private final Time time;
    private final OutageEnds outages = new OutageEnds();
    private final Map<String, Operation> operations = new ConcurrentHashMap<>();

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

    /** @param circuit its name */
    Operation read(String circuit) {
        return operations.computeIfAbsent(circuit, name -> new Operation(true));
    }

    Operation add() {
        return operations.computeIfAbsent(Circuits.ADD_EVENT, name -> new Operation(false));
    }

    /** By the name of the circuit. */
    public Map<String, Ends> ends() {
        Map<String, Ends> all = new TreeMap<>();
        operations.forEach((circuit, operation) -> all.put(circuit, operation.ends()));
        return all;
    }

    /** One of event.com's, which takes a time of its own. */
    final class Operation {

        private final OperationTimes times = limit.operation();
        private final boolean refusalsCount;
        private final LongAdder all = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final LongAdder unauthorized = new LongAdder();

        private Operation(boolean refusalsCount) {
            this.refusalsCount = refusalsCount;
        }

        /** @param call begins as soon as it is subscribed to, which has to be now */
        <T> Uni<T> begin(Uni<T> call) {
            budget.tried();
            long began = time.nanos();
            return call.onItemOrFailure().invoke((item, thrown) -> {
                UpstreamFailure failure = thrown == null ? null : UpstreamFailure.of(thrown);
                count(failure);
                if (!limit.isFixed()) {
                    ended(began, item, failure);
                }
            });
        }

        private void count(UpstreamFailure failure) {
            all.increment();
            if (failure != null && failure.countsForCircuit()) {
                failed.increment();
            } else if (failure == UpstreamFailure.CREDENTIALS_REFUSED) {
                unauthorized.increment();
            }
        }

        private Ends ends() {
            // In the order that never tells of more failures than of calls.
            long refused = unauthorized.sum();
            long failures = failed.sum();
            return new Ends(all.sum(), failures, refused);
        }

        private void ended(long began, Object item, UpstreamFailure failure) {
            int before = limit.now();
            int running = bulkhead.running();
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
