package io.eventmanagement.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.eventmanagement.dashboard.Verdict.Cause;
import io.eventmanagement.dashboard.Verdict.Condition;
import io.eventmanagement.time.VirtualTime;

class JudgeTest {

    private final VirtualTime time = new VirtualTime();
    private final Judge judge = new Judge(time);

    private static Signs signs(int answers, int errors, int bugs, int calls, int failedCalls) {
        return new Signs(answers, errors, bugs, calls, failedCalls, 0, List.of(), -1, false, false, false);
    }

    private static Signs notClosed(String... circuits) {
        return new Signs(0, 0, 0, 0, 0, 0, List.of(circuits), -1, false, false, false);
    }

    private static Signs stale(int reads) {
        return new Signs(100, 0, 0, 0, 0, reads, List.of(), -1, false, false, false);
    }

    private static Signs oldest(long milliseconds) {
        return new Signs(0, 0, 0, 0, 0, 0, List.of(), milliseconds, false, false, false);
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
    void itIsTheDatabaseIfThatIsDownAndEventComAnswers() {
        assertThat(judge.judge(new Signs(10, 5, 0, 10, 0, 0, List.of(), -1, false, true, false)).cause())
                .isEqualTo(Cause.DATABASE);
    }

    @Test
    void aDatabaseOrARedisThatIsDownIsTold() {
        Verdict verdict = judge.judge(new Signs(10, 0, 0, 10, 0, 0, List.of(), -1, false, true, true));

        assertThat(verdict.condition()).isEqualTo(Condition.WELL);
        assertThat(verdict.notes()).hasSize(2).anyMatch(note -> note.contains("database is down"))
                .anyMatch(note -> note.contains("Redis is down"));
    }
}
