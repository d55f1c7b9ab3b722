package io.eventmanagement.upstream;

import static io.eventmanagement.ProblemAssert.RAW;
import static io.eventmanagement.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** Each fault in each call: what the client is told, how soon, and how often event.com was called for it. */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class FaultsTest extends UpstreamTest {

    @BeforeEach
    void allOtherCallsSucceed() {
        givenUser("2", "e");
        givenUser("3");
    }

    static Stream<Arguments> everyFaultInEveryCall() {
        return Stream.of(Fault.values()).flatMap(fault -> Stream.of(Call.values()).filter(fault::isWorthItsTime)
                .map(call -> Arguments.of(fault, call)));
    }

    @ParameterizedTest
    @MethodSource("everyFaultInEveryCall")
    void isToldWithoutOverburdeningEventCom(Fault fault, Call call) {
        givenAnswer(call, fault.answerTo(call));

        Response response = call.send();

        assertProblem(response, fault.statusFor(call), fault.typeFor(call), call.route);
        assertThat(response.header("Retry-After")).isEqualTo(fault.retryAfter());
        assertThat(calls(call.url)).isEqualTo(call.isRead() ? fault.triesOfARead() : 1);
        assertThat(calls("/elsewhere")).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = "ADD_EVENT", mode = EnumSource.Mode.EXCLUDE)
    void aReadThatFailsTwiceSucceedsAtItsThirdTry(Call call) {
        for (String[] step : new String[][] { { "Started", "2" }, { "2", "3" } }) {
            eventCom.register(WireMock.get(call.url).inScenario("third").whenScenarioStateIs(step[0])
                    .willReturn(Fault.RESET.answerTo(call)).willSetStateTo(step[1]));
        }
        eventCom.register(WireMock.get(call.url).inScenario("third").whenScenarioStateIs("3").willReturn(json(call.good)));

        Response response = call.send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(calls(call.url)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsSlowButInTimeIsPassedOn(Call call) {
        givenAnswer(call, json(call.good).withFixedDelay(150));

        Response response = call.send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(calls(call.url)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatTricklesButInTimeIsPassedOn(Call call) {
        givenAnswer(call, json(call.good).withChunkedDribbleDelay(5, 150));

        Response response = call.send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(calls(call.url)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerIsReadWhateverItsContentType(Call call) {
        givenAnswer(call, WireMock.aResponse().withHeader("Content-Type", "text/plain").withBody(call.good));

        Response response = call.send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("application/json");
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerOfTheGreatestSizeIsPassedOn(Call call) {
        int most = WireMockUpstream.MAX_ANSWER_KB * 1024;
        givenAnswer(call, json(" ".repeat(most - call.good.length()) + call.good));

        Response response = call.send();

        assertThat(response.statusCode()).isEqualTo(200);
    }

    /** From the look-ups an empty answer, or a 404, is the word that there is none: LegacyResourceTest. */
    @ParameterizedTest
    @EnumSource(names = { "GET_USERS", "GET_EVENTS", "ADD_EVENT" })
    void anEmptyAnswerIsAFailureWhereABodyIsPromised(Call call) {
        givenAnswer(call, empty());

        Response response = call.send();

        assertProblem(response, 502, "upstream-failed", call.route);
        assertThat(calls(call.url)).isEqualTo(call.isRead() ? 3 : 1);
    }

    @ParameterizedTest
    @EnumSource(names = { "GET_USERS", "GET_EVENTS" })
    void aListThatEventComDoesNotHaveIsAFailure(Call call) {
        givenAnswer(call, WireMock.aResponse().withStatus(404).withBody(RAW));

        Response response = call.send();

        assertProblem(response, 502, "upstream-failed", call.route);
        assertThat(calls(call.url)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = { "RESET", "HANG", "UNAVAILABLE_FOR_7_S", "ERROR_500", "REFUSED_400", "HTML", "TOO_LARGE" })
    void aFailedLookUpDoesNotKeepAnEventFromBeingAdded(Fault fault) {
        givenGet("/getUserById/3", fault.answerTo(Call.GET_USER));
        givenAnswer(Call.ADD_EVENT, json(ADDED));

        Response response = Call.ADD_EVENT.send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(calls("/getUserById")).isEqualTo(fault.triesOfARead());
        assertThat(calls("/addEvent")).isEqualTo(1);
    }

    private void givenAnswer(Call call, ResponseDefinitionBuilder answer) {
        if (call.isRead()) {
            givenGet(call.url, answer);
        } else {
            givenAdd(answer);
        }
    }
}
