package io.eventmanagement.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.stream.Stream;

import jakarta.validation.Validation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no JSON object, or none that can be read with certainty. */
class NewEventReaderRefusalTest {

    private static final NewEventReader READER = new NewEventReader(
            Validation.buildDefaultValidatorFactory().getValidator());

    private static void assertThatItIsRefused(byte[] body, String message) {
        // When
        Throwable thrown = catchThrowable(() -> READER.read(body));

        // Then
        assertThat(thrown).isInstanceOfSatisfying(InvalidEventException.class, e -> {
            assertThat(e).hasMessageMatching(message);
            assertThat(e.errors()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "\n" })
    void noBodyIsRefused(String body) {
        assertThatItIsRefused(body.getBytes(UTF_8), "The body must be a JSON object\\.");
    }

    @ParameterizedTest
    @ValueSource(strings = { "\\ud800", "\\udc00", "\\udc00\\ud800" })
    void halfOfASurrogatePairIsRefused(String escape) {
        assertThatItIsRefused(("{\"name\":\"n\",\"userId\":1,\"x\":\"" + escape + "\"}").getBytes(UTF_8),
                "The body contains half of a surrogate pair, which is not a character\\.");
    }

    @ParameterizedTest
    @ValueSource(strings = { "null", "true", "1", "\"text\"", "[]", "[{\"name\":\"Party\",\"userId\":1}]" })
    void whatIsNoObjectIsRefused(String body) {
        assertThatItIsRefused(body.getBytes(UTF_8), "The body must be a JSON object\\.");
    }

    /** Issue 16: exponents of more than 32 bits were an internal error. */
    @ParameterizedTest
    @ValueSource(strings = { "1e9999999999", "-1e9999999999", "1e-9999999999", "1e2147483648", "0.1e-2147483648" })
    void aNumberWhoseExponentIsTooGreatIsRefused(String number) {
        assertThatItIsRefused(("{\"name\":\"n\",\"userId\":1,\"x\":" + number + "}").getBytes(UTF_8),
                "The body is not readable as JSON: it contains a number that is too large\\.");
    }

    @Test
    void aNumberOfManyDigitsIsRefused() {
        assertThatItIsRefused(("{\"name\":\"n\",\"userId\":" + "9".repeat(60_000) + "}").getBytes(UTF_8),
                ".*its numbers and names must not be excessively long\\.");
    }

    static Stream<String> unreadable() {
        String event = "{\"name\":\"Party\",\"userId\":1}";
        return Stream.of("Party", "<event/>", "name=Party&userId=1", "{", "{\"name\":\"Party\"", "{\"name\":\"Par",
                "{]",
                "{name:\"Party\",\"userId\":1}", "{'name':'Party','userId':1}", "{\"name\":\"Party\",\"userId\":1,}",
                "{\"name\":\"a\nb\",\"userId\":1}", "{\"name\":\"Party\",\"userId\":01}", "{\"name\":\"Party\",\"userId\":NaN}",
                event + event, event + "x", event + "]", event + " null", event + ",",
                "// comment\n" + event);
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void malformedCutOffOrTrailedJsonIsRefused(String body) {
        assertThatItIsRefused(body.getBytes(UTF_8), "The body is not readable as JSON( \\(line \\d+, column \\d+\\))?\\.");
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"name\":\"a\",\"name\":\"b\",\"userId\":1}", "{\"name\":\"a\",\"userId\":1,\"userId\":1}",
            "{\"name\":\"a\",\"userId\":1,\"x\":{\"y\":1,\"y\":2}}", "{\"name\":\"a\",\"userId\":1,\"n\\u0061me\":\"b\"}" })
    void aMemberGivenTwiceIsRefused(String body) {
        assertThatItIsRefused(body.getBytes(UTF_8), "The body is not readable as JSON \\(line 1, column \\d+\\)\\.");
    }

    @Test
    void aProblemInTheJsonIsLocated() {
        // When
        Throwable thrown = catchThrowable(() -> READER.read("{\n  \"name\": Party\n}".getBytes(UTF_8)));

        // Then
        assertThat(thrown).hasMessageContaining("(line 2, column ");
    }

    static Stream<byte[]> notUtf8() {
        return Stream.of(new byte[] { (byte) 0xff }, new byte[] { (byte) 0x80 }, new byte[] { (byte) 0xc3 },
                new byte[] { (byte) 0xe2, (byte) 0x82 }, new byte[] { (byte) 0xfe, (byte) 0xff });
    }

    @ParameterizedTest
    @MethodSource("notUtf8")
    void bytesThatAreNotUtf8AreRefused(byte[] bytes) {
        // Given
        byte[] before = "{\"name\":\"".getBytes(UTF_8);
        byte[] after = "\",\"userId\":1}".getBytes(UTF_8);
        byte[] body = new byte[before.length + bytes.length + after.length];
        System.arraycopy(before, 0, body, 0, before.length);
        System.arraycopy(bytes, 0, body, before.length, bytes.length);
        System.arraycopy(after, 0, body, before.length + bytes.length, after.length);

        assertThatItIsRefused(body, "The body is not readable as JSON.*");
    }

    @ParameterizedTest
    @ValueSource(strings = { "[", "{\"x\":" })
    void deepNestingIsRefusedWithoutOverflowingTheStack(String level) {
        // Given
        String end = level.equals("[") ? "]" : "}";
        String deep = level.repeat(2_000) + "1" + end.repeat(2_000);

        assertThatItIsRefused(("{\"name\":\"Party\",\"userId\":1,\"deep\":" + deep + "}").getBytes(UTF_8),
                "The body is not readable as JSON: it may be nested 32 levels deep at most.*");
    }

    @Test
    void theThirtyThirdLevelIsRefused() {
        assertThatItIsRefused(
                ("{\"name\":\"Party\",\"userId\":1,\"deep\":" + "[".repeat(32) + "]".repeat(32) + "}").getBytes(UTF_8),
                "The body is not readable as JSON: it may be nested 32 levels deep at most.*");
    }

    @Test
    void aNumberOfSixtyThousandDigitsIsRefused() {
        assertThatItIsRefused(("{\"name\":\"Party\",\"userId\":1,\"n\":" + "1".repeat(60_000) + "}").getBytes(UTF_8),
                "The body is not readable as JSON.*");
    }
}
