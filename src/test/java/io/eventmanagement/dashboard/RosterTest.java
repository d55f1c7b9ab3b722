package io.eventmanagement.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;

import io.eventmanagement.dashboard.Roster.Replica;

/** Who is heard and who is missing, wherever they leave word. */
class RosterTest {

    private final Shared shared = new Shared();
    private final Roster one = new Roster(shared);

    /** In memory, with ages as the test has them. */
    private static final class Shared implements Notices {

        private final Map<String, Notice> left = new LinkedHashMap<>();
        private CompletableFuture<Void> reply = CompletableFuture.completedFuture(null);
        private boolean areUp = true;
        private int asked;

        private void given(String id, String name, long ageMs) {
            left.put(id, new Notice(id, name, "well", ageMs));
        }

        @Override
        public int periodSeconds() {
            return 3;
        }

        @Override
        public boolean areUp() {
            return areUp;
        }

        @Override
        public CompletionStage<List<Notice>> leave(Notice own) {
            asked++;
            return reply.thenApply(now -> {
                left.put(own.id(), own);
                return new ArrayList<>(left.values());
            });
        }

        @Override
        public CompletionStage<?> remove(String id) {
            left.remove(id);
            return CompletableFuture.completedFuture(null);
        }
    }

    private List<String> names(boolean missing) {
        return one.all().stream().filter(replica -> replica.isMissing() == missing).map(Replica::name).toList();
    }

    private void beat() {
        one.tell("well", "a");
        one.beat();
    }

    @Test
    void ofSeveralThatCrashedUnderOneNameTheLastIsMissing() {
        shared.given("1", "b", 60_000);
        shared.given("2", "b", 30_000);
        beat();

        assertThat(names(true)).containsExactly("b");
    }

    @Test
    void oneThatWasNotHeardFiveTimesIsMissing() {
        shared.given("1", "b", 15_000);
        shared.given("2", "c", 15_001);
        beat();

        assertThat(names(false)).containsExactly("b", "a");
        assertThat(names(true)).containsExactly("c");
    }

    @Test
    void oneThatHasCrashedAndStartedAgainIsNotMissing() {
        shared.given("1", "b", 60_000);
        shared.given("2", "a", 60_000);
        shared.given("3", "b", 0);
        beat();

        assertThat(one.all()).extracting(Replica::name).containsExactly("b", "a");
        assertThat(names(true)).isEmpty();
    }

    @Test
    void oneThatHasLeftDoesNotComeBack() {
        beat();
        one.leave();
        beat();

        assertThat(shared.left).isEmpty();
    }

    @Test
    void whatIsStillBeingSaidIsTakenBackToo() {
        shared.reply = new CompletableFuture<>();
        beat();
        shared.reply.completeAsync(() -> null,
                CompletableFuture.delayedExecutor(50, java.util.concurrent.TimeUnit.MILLISECONDS));

        one.leave();

        assertThat(shared.left).isEmpty();
    }

    @Test
    void itIsSaidAsOftenAsThePeriodHasIt() {
        for (int second = 0; second < 9; second++) {
            one.tell("well", "a");
            one.tick();
        }

        assertThat(shared.asked).isEqualTo(3);
    }

    @Test
    void oneAnswerIsWaitedForBeforeTheNextQuestion() {
        shared.reply = new CompletableFuture<>();
        beat();
        beat();

        assertThat(shared.asked).isEqualTo(1);
    }

    @Test
    void aFailureIsForgotten() {
        shared.reply = CompletableFuture.failedFuture(new IllegalStateException());
        beat();
        shared.reply = CompletableFuture.completedFuture(null);
        beat();

        assertThat(names(false)).containsExactly("a");
    }

    @Test
    void nobodyIsHeardWhileItIsDown() {
        beat();
        shared.areUp = false;

        assertThat(one.all()).isEmpty();
        beat();
        assertThat(shared.asked).isEqualTo(1);
        one.leave();
    }

    @Test
    void nobodyIsHeardWhereNothingIsShared() {
        Roster alone = new Roster(null);
        alone.tell("well", "a");
        alone.tick();

        assertThat(alone.all()).isEmpty();
        alone.leave();
    }
}
