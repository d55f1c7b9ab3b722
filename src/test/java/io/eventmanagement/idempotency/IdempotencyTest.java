package io.eventmanagement.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;

import org.junit.jupiter.api.Test;

import io.eventmanagement.idempotency.IdempotencyStore.Result;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Doubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.InDoubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.NotDone;
import io.eventmanagement.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;

/** What becomes of a key, whichever way the work under it ends, or doesn't. */
class IdempotencyTest {

    private static final Done DONE = new Done(new byte[] { 1 }, "/where");

    private final VirtualTime time = new VirtualTime();
    private final Idempotency idempotency = new Idempotency(Idempotency.Store.inMemory(time), time);

    /** What was done, in its order, and how each ends. */
    private final List<String> done = new ArrayList<>();
    private final Queue<Uni<Result>> ends = new ArrayDeque<>();
    private int ids;
    private int replays;

    private final Idempotency.Work work = new Idempotency.Work() {

        @Override
        public Uni<Result> begin(String id) {
            done.add("begin " + id);
            return ends.remove();
        }

        @Override
        public Uni<Result> resume(String id, Doubt doubt) {
            done.add("resume " + id + " " + doubt.told().getMessage()
                    + (time.nanos() - doubt.settledAt() >= 0 ? " settled" : " unsettled"));
            return ends.remove();
        }

        @Override
        public Done delivered(String id, byte[] receipt) {
            throw new IllegalStateException("only a database knows such");
        }
    };

    private UniAssertSubscriber<Done> request() {
        return idempotency.once("key", new byte[0], "id" + ++ids, work, () -> replays++).subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private void given(Result end) {
        ends.add(Uni.createFrom().item(end));
    }

    private static RuntimeException told(String message) {
        return new IllegalStateException(message);
    }

    @Test
    void whatWasDoneIsAnsweredFromMemoryForADayAndSaysSo() {
        given(DONE);
        request().assertItem(DONE);
        assertThat(replays).isZero();

        time.advance(Duration.ofHours(24).minusNanos(1));
        request().assertItem(DONE);

        assertThat(replays).isEqualTo(1);
        assertThat(done).containsExactly("begin id1");
    }

    @Test
    void afterAFailureThatHadNoEffectTheWorkIsDoneAsIfForTheFirstTime() {
        given(new NotDone(told("try again")));
        request().assertFailedWith(IllegalStateException.class, "try again");

        given(DONE);
        request().assertItem(DONE);

        assertThat(done).containsExactly("begin id1", "begin id2");
        assertThat(replays).isZero();
    }

    @Test
    void afterAFailureOfUnknownEffectTheNextFindsOutUnderTheSameIdAndItsAnswerStays() {
        given(new InDoubt(told("first"), new Doubt(told("first"), time.nanos())));
        given(new InDoubt(told("second"), new Doubt(told("second"), time.nanos() + 1)));
        given(DONE);

        request().assertFailedWith(IllegalStateException.class, "first");
        request().assertFailedWith(IllegalStateException.class, "second");
        request().assertItem(DONE);
        request().assertItem(DONE);

        assertThat(done).containsExactly("begin id1", "resume id1 first settled", "resume id1 second unsettled");
    }

    @Test
    void anUnexpectedExceptionLeavesItInDoubtUntilItCanHaveNoEffectAnyMore() {
        ends.add(Uni.createFrom().failure(told("unexpected")));
        request().assertFailedWith(IllegalStateException.class, "unexpected");

        given(new InDoubt(told("x"), new Doubt(told("unexpected"), time.nanos() + idempotency.settle().toNanos())));
        request();
        time.advance(idempotency.settle());
        given(DONE);
        request().assertItem(DONE);

        assertThat(done).containsExactly("begin id1", "resume id1 unexpected unsettled", "resume id1 unexpected settled");
    }

    @Test
    void workThatThrowsInsteadOfFailingIsInDoubtToo() {
        request().assertFailedWith(NoSuchElementException.class);

        given(DONE);
        request().assertItem(DONE);

        assertThat(done).hasSize(2).last().asString().startsWith("resume id1");
    }

    @Test
    void theWorkGoesOnWhenItsClientHangsUpAndTheNextLearnsItsEnd() {
        List<UniEmitter<? super Result>> running = new ArrayList<>();
        ends.add(Uni.createFrom().emitter(running::add));
        UniAssertSubscriber<Done> first = request();

        first.cancel();
        request().assertFailedWith(KeyInUseException.class);
        running.get(0).complete(DONE);

        request().assertItem(DONE);
        assertThat(done).containsExactly("begin id1");
    }

    @Test
    void workThatNeverEndsIsInDoubtAfterAQuarterOfAnHour() {
        ends.add(Uni.createFrom().nothing());
        request();
        time.advance(Duration.ofMinutes(15).minusNanos(1));
        request().assertFailedWith(KeyInUseException.class);

        time.advance(Duration.ofNanos(1));
        given(DONE);
        request().assertItem(DONE);

        assertThat(done).hasSize(2).last().asString().startsWith("resume id1").endsWith(" settled");
    }
}
