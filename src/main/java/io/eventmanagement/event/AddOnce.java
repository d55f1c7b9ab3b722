package io.eventmanagement.event;

import java.util.function.BiFunction;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.bulkhead.BulkheadFullException;
import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.idempotency.Idempotency;
import io.eventmanagement.idempotency.IdempotencyStore.Result;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Doubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.InDoubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.NotDone;
import io.eventmanagement.time.DeadlineExceededException;
import io.eventmanagement.time.Time;
import io.eventmanagement.upstream.UpstreamException;
import io.eventmanagement.upstream.UpstreamFailure;
import io.smallrye.mutiny.Uni;

/** Adds an event once for each {@code Idempotency-Key}. */
@ApplicationScoped
class AddOnce {

    private final EventService events;
    private final EventIds ids;
    private final Idempotency idempotency;
    private final Time time;

    AddOnce(EventService events, EventIds ids, Idempotency idempotency, Time time) {
        this.events = events;
        this.ids = ids;
        this.idempotency = idempotency;
        this.time = time;
    }

    /**
     * @param answer to whoever added an event with that id
     * @param replayed is told before an answer that an earlier request brought about
     */
    Uni<Done> add(String key, byte[] body, NewEvent event, BiFunction<String, byte[], Done> answer, Runnable replayed) {
        return idempotency.once(key, body, ids.next(), new Adding(event, answer, replayed), replayed);
    }

    private final class Adding implements Idempotency.Work {

        private final NewEvent event;
        private final BiFunction<String, byte[], Done> answer;
        private final Runnable replayed;

        private Adding(NewEvent event, BiFunction<String, byte[], Done> answer, Runnable replayed) {
            this.event = event;
            this.answer = answer;
            this.replayed = replayed;
        }

        @Override
        public Uni<Result> begin(String id) {
            Attempt attempt = new Attempt(id);
            return events.add(event, attempt).<Result> map(added -> answer.apply(id, added.receipt())).onFailure()
                    .recoverWithItem(thrown -> attempt.giveUp() ? new NotDone(thrown) : ended(thrown));
        }

        /** docs/resilience.md, "Reads": after an unknown outcome event.com is asked, by the id that the service made. */
        @Override
        public Uni<Result> resume(String id, Doubt doubt) {
            Attempt attempt = new Attempt(id);
            return events.addUnlessThere(event, attempt, time.nanos() - doubt.settledAt() >= 0)
                    .<Result> map(added -> {
                        if (!added.isNew()) {
                            replayed.run();
                        }
                        return answer.apply(id, added.receipt());
                    })
                    .onFailure().recoverWithItem(thrown -> {
                        if (!attempt.giveUp() && !hadNoEffect(thrown)) {
                            return ended(thrown);
                        }
                        if (thrown instanceof NotThereYetException) {
                            replayed.run();
                            return new InDoubt(doubt.told(), doubt);
                        }
                        // It couldn't be found out, or this attempt was refused, which tells nothing of those before it.
                        return new InDoubt(thrown, doubt);
                    });
        }

        @Override
        public Done delivered(String id, byte[] receipt) {
            return answer.apply(id, receipt);
        }

        /** Of an attempt that had its turn. */
        private Result ended(Throwable thrown) {
            if (hadNoEffect(thrown)) {
                return new NotDone(thrown);
            }
            return new InDoubt(thrown, new Doubt(thrown,
                    mayBeUnderWay(thrown) ? time.nanos() + idempotency.settle().toNanos() : time.nanos()));
        }
    }

    /** 503 and 429 say that the request may be sent again (RFC 9110, 15.6.4; RFC 6585, 4), so it wasn't worked on. */
    static boolean hadNoEffect(Throwable thrown) {
        return thrown instanceof CircuitOpenException || thrown instanceof BulkheadFullException
                || thrown instanceof EventRefusedException
                || thrown instanceof UpstreamException e
                        && (e.failure() == UpstreamFailure.UNAVAILABLE || !e.failure().mayHaveTakenEffect());
    }

    /** Whether event.com may still be at it: what was answered, or cut, is over. */
    static boolean mayBeUnderWay(Throwable thrown) {
        return thrown instanceof DeadlineExceededException
                || !(thrown instanceof UpstreamException e) || e.failure() == UpstreamFailure.TIMED_OUT;
    }
}
