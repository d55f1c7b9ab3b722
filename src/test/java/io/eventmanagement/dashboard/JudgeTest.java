package io.eventmanagement.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.eventmanagement.dashboard.Signs.Calls;
import io.eventmanagement.dashboard.Verdict.Cause;
import io.eventmanagement.dashboard.Verdict.Condition;
import io.eventmanagement.time.VirtualTime;

class JudgeTest {

    private static final Calls WELL = new Calls(10, 0, 0, false, 8, false, false);

    private static final Duration A_WINDOW = Duration.ofSeconds(Flow.WINDOW + 2);

    private final VirtualTime time = new VirtualTime();
    private final Judge judge = new Judge(time);

    private static Signs signs(int answers, int errors, int bugs, int calls, int failedCalls) {
        return with(answers, errors, bugs, new Calls(calls, failedCalls, 0, false, 8, false, false));
    }

    private static Signs with(int answers, int errors, int bugs, Calls calls) {
        return new Signs(answers, errors, bugs, calls, 0, List.of(), -1, false, false);
    }

    private static Signs notClosed(String... circuits) {
        return new Signs(0, 0, 0, Calls.NONE, 0, List.of(circuits), -1, false, false);
    }

    private static Signs stale(int reads) {
        return new Signs(100, 0, 0, Calls.NONE, reads, List.of(), -1, false, false);
    }

    private static Signs oldest(long milliseconds) {
        return new Signs(0, 0, 0, Calls.NONE, 0, List.of(), milliseconds, false, false);
    }

    private Condition condition(Signs signs) {
        return judge.judge(signs).condition();
    }

    @Test
    void isWellWhereNothingIsWrong() {
        assertThat(judge.judge(Signs.NONE)).satisfies(verdict -> {
            assertThat(verdict.condition()).isEqualTo(Condition.WELL);
            assertThat(verdict.cause()).isEqualTo(Cause.NOBODY);
            assertThat(verdict.notes()).isEmpty();
        });
    }

    @Test
    void isFailingIfMoreThanFivePercentOfTheAnswersAreErrors() {
        assertThat(condition(signs(100, 5, 0, 100, 0))).isEqualTo(Condition.WELL);
        assertThat(condition(signs(100, 6, 0, 100, 0))).isEqualTo(Condition.FAILING);
        assertThat(condition(signs(19, 1, 0, 19, 0))).isEqualTo(Condition.FAILING);
        assertThat(condition(signs(20, 1, 0, 20, 0))).isEqualTo(Condition.WELL);
    }

    @Test
    void isDegradedIfACircuitIsNotClosed() {
        Verdict verdict = judge.judge(notClosed("add-event", "get-users"));

        assertThat(verdict.condition()).isEqualTo(Condition.DEGRADED);
        assertThat(verdict.cause()).isEqualTo(Cause.EVENT_COM);
        assertThat(verdict.notes()).containsExactly("Not closed: add-event, get-users.");
    }

    @Test
    void isDegradedIfAReadWasAnsweredStale() {
        assertThat(condition(stale(0))).isEqualTo(Condition.WELL);
        assertThat(condition(stale(1))).isEqualTo(Condition.DEGRADED);
    }

    @Test
    void isDegradedIfAnAddHasWaitedForLongerThanAMinute() {
        assertThat(condition(oldest(60_000))).isEqualTo(Condition.WELL);
        assertThat(condition(oldest(60_001))).isEqualTo(Condition.DEGRADED);
    }

    @Test
    void saysSinceWhen() {
        Instant start = time.instant();
        time.advance(Duration.ofSeconds(5));
        assertThat(judge.judge(Signs.NONE).since()).isEqualTo(start);
        assertThat(judge.judge(stale(1)).since()).isEqualTo(start.plusSeconds(5));
        time.advance(Duration.ofSeconds(7));
        assertThat(judge.judge(notClosed("add-event")).since()).as("still degraded").isEqualTo(start.plusSeconds(5));
        assertThat(judge.judge(Signs.NONE).since()).isEqualTo(start.plusSeconds(12));
    }

    @Test
    void itIsEventComIfItsCallsFail() {
        assertThat(judge.judge(signs(100, 50, 0, 100, 50)).cause()).isEqualTo(Cause.EVENT_COM);
    }

    @Test
    void itIsUsIfEventComAnswers() {
        assertThat(judge.judge(signs(100, 50, 0, 100, 0)).cause()).isEqualTo(Cause.US);
        assertThat(judge.judge(signs(100, 50, 0, 0, 0)).headline()).contains("It is us");
    }

    /** Whatever event.com does at the same time, it can't make one. */
    @Test
    void itIsUsIfMostErrorsAreInternalOnes() {
        assertThat(judge.judge(signs(100, 50, 26, 100, 90)).cause()).isEqualTo(Cause.US);
        assertThat(judge.judge(signs(100, 50, 25, 100, 90)).cause()).isEqualTo(Cause.EVENT_COM);
    }

    @Test
    void itIsOurAccessIfThereIsNoToken() {
        Calls none = new Calls(0, 0, 0, true, 8, false, false);

        Verdict failing = judge.judge(with(100, 50, 0, none));
        assertThat(failing.cause()).isEqualTo(Cause.US);
        assertThat(failing.headline()).isEqualTo("It is our access to event.com, and clients notice.");
        assertThat(failing.notes()).anyMatch(note -> note.startsWith("There is no access token for event.com"));

        Verdict stale = judge.judge(new Signs(100, 0, 0, none, 90, List.of("get-users"), -1, false, false));
        assertThat(stale.cause()).isEqualTo(Cause.US);
        assertThat(stale.headline()).isEqualTo("It is our access to event.com. Clients are still served.");
    }

    @Test
    void itIsOurAccessIfOurCredentialsAreNotAccepted() {
        Verdict verdict = judge.judge(with(100, 50, 0, new Calls(100, 0, 60, false, 8, false, false)));

        assertThat(verdict.cause()).isEqualTo(Cause.US);
        assertThat(verdict.headline()).startsWith("It is our access to event.com");
        assertThat(verdict.notes()).contains("60 % of the calls to event.com were refused for our credentials.");

        assertThat(judge.judge(with(100, 50, 0, new Calls(100, 60, 6, false, 8, false, false))).cause())
                .as("most fail otherwise").isEqualTo(Cause.EVENT_COM);
        assertThat(judge.judge(with(100, 50, 0, new Calls(100, 0, 5, false, 8, false, false))).headline())
                .as("hardly any").isEqualTo("It is us: event.com answers.");
    }

    @Test
    void itIsAFaultOfOursEvenWhereThereIsNoToken() {
        assertThat(judge.judge(with(100, 50, 26, new Calls(0, 0, 0, true, 8, false, false))).headline())
                .isEqualTo("It is us: event.com isn't even asked.");
    }

    @Test
    void itIsEventComIfItTakesFewerCallsThanItMay() {
        Verdict verdict = judge.judge(with(100, 50, 0, new Calls(100, 0, 0, false, 12, true, true)));

        assertThat(verdict.cause()).isEqualTo(Cause.EVENT_COM);
        assertThat(verdict.notes()).contains("Event.com takes no more than 12 calls at once, and requests wait.");
    }

    @Test
    void itIsUsIfAsManyCallsAsThereMayBeAreTooFew() {
        Verdict verdict = judge.judge(with(100, 50, 0, new Calls(100, 0, 0, false, 12, true, false)));

        assertThat(verdict.cause()).isEqualTo(Cause.US);
        assertThat(verdict.notes()).contains("As many calls as there may be (12) are under way, and requests wait.");
    }

    @Test
    void itIsUsIfTheLimitIsLowButNotReached() {
        assertThat(judge.judge(with(100, 50, 0, new Calls(100, 0, 0, false, 12, false, true))).cause()).isEqualTo(Cause.US);
    }

    /** Most errors of the last seconds are from before it was well again. */
    @Test
    void itWasEventComAsLongAsItsErrorsAreCounted() {
        judge.judge(notClosed("get-users"));
        time.advance(Duration.ofSeconds(Flow.WINDOW));

        Verdict after = judge.judge(signs(100, 50, 0, 1_000, 0));
        assertThat(after.cause()).isEqualTo(Cause.EVENT_COM);
        assertThat(after.headline()).isEqualTo("It was event.com, which answers again.");

        time.advance(A_WINDOW);
        assertThat(judge.judge(signs(100, 50, 0, 1_000, 0)).cause()).isEqualTo(Cause.US);
    }

    @Test
    void itWasTheDatabaseAsLongAsItsErrorsAreCounted() {
        judge.judge(new Signs(10, 5, 0, WELL, 0, List.of(), -1, true, false));
        time.advance(Duration.ofSeconds(Flow.WINDOW));

        Verdict after = judge.judge(new Signs(10, 5, 0, WELL, 0, List.of(), -1, false, false));
        assertThat(after.cause()).isEqualTo(Cause.DATABASE);
        assertThat(after.headline()).isEqualTo("It was our database, which is up again.");
    }

    @Test
    void bothAreNamedIfBothFail() {
        Verdict verdict = judge.judge(new Signs(10, 5, 0, new Calls(10, 5, 0, false, 8, false, false), 0, List.of(), -1, true,
                false));

        assertThat(verdict.headline()).isEqualTo("It is event.com and our database, and clients notice.");
    }

    @Test
    void itIsTheDatabaseIfThatIsDownAndEventComAnswers() {
        assertThat(judge.judge(new Signs(10, 5, 0, WELL, 0, List.of(), -1, true, false)).cause())
                .isEqualTo(Cause.DATABASE);
    }

    @Test
    void aDatabaseOrARedisThatIsDownIsTold() {
        Verdict verdict = judge.judge(new Signs(10, 0, 0, WELL, 0, List.of(), -1, true, true));

        assertThat(verdict.condition()).isEqualTo(Condition.WELL);
        assertThat(verdict.notes()).hasSize(2).anyMatch(note -> note.contains("database is down"))
                .anyMatch(note -> note.contains("Redis is down"));
    }
}
