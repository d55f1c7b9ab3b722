package io.eventmanagement.upstream;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER;
import static com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE;
import static com.github.tomakehurst.wiremock.http.Fault.MALFORMED_RESPONSE_CHUNK;
import static com.github.tomakehurst.wiremock.http.Fault.RANDOM_DATA_THEN_CLOSE;
import static io.eventmanagement.ProblemAssert.RAW;

import java.util.function.Function;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

import io.eventmanagement.WireMockUpstream;

/**
 * Each way in which a call to event.com goes wrong, and what the client is told (docs/contract.md, "Errors"). Further spellings
 * of
 * what isn't the promised JSON are in PromisedJsonReaderRefusalTest.
 */
enum Fault {

    RESET(502, call -> aResponse().withFault(CONNECTION_RESET_BY_PEER)),
    CLOSED(502, call -> aResponse().withFault(EMPTY_RESPONSE)),
    MALFORMED_CHUNK(502, call -> aResponse().withFault(MALFORMED_RESPONSE_CHUNK)),
    RANDOM_DATA(502, call -> aResponse().withFault(RANDOM_DATA_THEN_CLOSE)),
    HANG(504, call -> ok(call.good).withFixedDelay(10_000)),
    TRICKLE(504, call -> ok(call.good).withChunkedDribbleDelay(20, 10_000)),
    TRICKLING_ERROR(504, call -> ok(call.good).withStatus(500).withChunkedDribbleDelay(20, 10_000)),
    UNAVAILABLE(503, call -> raw(503)),
    UNAVAILABLE_FOR_7_S(503, call -> raw(503).withHeader("Retry-After", "7")),
    UNAVAILABLE_UNTIL_A_DATE(503, call -> raw(503).withHeader("Retry-After", "Wed, 21 Oct 2099 07:28:07 GMT")
            .withHeader("Date", "Wed, 21 Oct 2099 07:28:00 GMT")),
    TOO_MANY(503, call -> raw(429)),
    TOO_MANY_FOR_7_S(503, call -> raw(429).withHeader("Retry-After", "7")),
    ERROR_500(502, call -> raw(500)),
    ERROR_504(502, call -> raw(504)),
    REFUSED_400(400, call -> raw(400)),
    REFUSED_403(400, call -> raw(403)),
    REDIRECT(502, call -> aResponse().withStatus(302).withHeader("Location", "/elsewhere").withBody(RAW)),
    NOT_MODIFIED(502, call -> aResponse().withStatus(304)),
    HTML(502, call -> aResponse().withHeader("Content-Type", "text/html").withBody("<html>" + RAW + "</html>")),
    HALF_A_DOCUMENT(502, call -> ok(call.good.substring(0, call.good.length() - 1))),
    OTHER_SHAPE(502, call -> ok(call.good.startsWith("[") ? "{\"x\":\"" + RAW + "\"}" : "[\"" + RAW + "\"]")),
    NO_SUCCESS(502, call -> ok("{\"success\":false,\"message\":\"" + RAW + "\"}")),
    BLANK(502, call -> ok(" \n ")),
    TOO_LARGE(502, call -> ok(
            " ".repeat(WireMockUpstream.MAX_ANSWER_KB * 1024 + 1 - call.good.length()) + call.good));

    /** What the client is answered; 400 stands for "event.com refused what we sent". */
    private final int status;
    private final Function<Call, ResponseDefinitionBuilder> answer;

    Fault(int status, Function<Call, ResponseDefinitionBuilder> answer) {
        this.status = status;
        this.answer = answer;
    }

    private static ResponseDefinitionBuilder ok(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    private static ResponseDefinitionBuilder raw(int status) {
        return aResponse().withStatus(status).withBody("{\"success\":false,\"error\":\"" + RAW + "\"}");
    }

    ResponseDefinitionBuilder answerTo(Call call) {
        return answer.apply(call);
    }

    boolean isRefusal() {
        return status == 400;
    }

    boolean isTimeOut() {
        return status == 504;
    }

    /** One that takes a whole time-out is had from each call once; the others of its kind from a read and an add. */
    boolean isWorthItsTime(Call call) {
        return !isTimeOut() || this == HANG || call == Call.GET_USER || call == Call.ADD_EVENT;
    }

    /** How often a read is tried: a second wait would be as long again, and a refusal is meant. */
    int triesOfARead() {
        return isRefusal() || isTimeOut() ? 1 : 3;
    }

    int statusFor(Call call) {
        return !isRefusal() ? status : call.isRead() ? 502 : 422;
    }

    String typeFor(Call call) {
        return switch (statusFor(call)) {
            case 422 -> "event-refused";
            case 502 -> "upstream-failed";
            case 503 -> "upstream-unavailable";
            default -> "upstream-timed-out";
        };
    }

    /** Seconds, or null. */
    String retryAfter() {
        return name().endsWith("FOR_7_S") || this == UNAVAILABLE_UNTIL_A_DATE ? "7" : null;
    }
}
