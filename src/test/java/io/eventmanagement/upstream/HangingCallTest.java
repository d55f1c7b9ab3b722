package io.eventmanagement.upstream;

import static io.eventmanagement.Eventually.eventually;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.eventmanagement.CountedTest;
import io.eventmanagement.NarrowUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.smallrye.faulttolerance.ExecutorHolder;
import io.smallrye.faulttolerance.RequestContextIntegration;

/** A call that event.com never answers. */
@QuarkusTest
@TestProfile(NarrowUpstream.class)
class HangingCallTest extends CountedTest {

    @Inject
    ExecutorHolder engine;

    @Inject
    RequestContextIntegration requestScopes;

    @Test
    void isTimedOutByTheWheelAndNotByAThreadThatIsWokenForEachCall() {
        assertThat(engine.getTimer().getClass().getSimpleName()).isEqualTo("WheelTimer");
    }

    @Test
    void staysOnItsEventLoopAndOutOfRequestScopes() {
        assertThat(engine.getEventLoop().getClass().getSimpleName()).isEqualTo("EngineEventLoop");
        assertThat(requestScopes.get().activate()).isFalse();
    }

    @Test
    void isEndedOnTheWireToo() {
        eventCom.hold();

        Response response = Call.ADD_EVENT.send();

        assertProblem(response, 504, "upstream-timed-out", "/addEvent");
        // Those of the questions whether the event is there are closed as well.
        eventually("the connection is closed", () -> eventCom.aborted() >= 1);
    }
}
