package io.eventmanagement.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromisedJsonReaderRefusalTest {

    private static final List<Class<? extends Answer>> OBJECTS = List.of(Answer.User.class, Answer.Event.class,
            Answer.Receipt.class);

    private static void assertThatItIsRefused(Class<? extends Answer> type, byte[] body) {
        // When
        Throwable thrown = catchThrowable(() -> PromisedJsonReader.read(type, body));

        // Then
        assertThat(thrown).isInstanceOfSatisfying(UpstreamException.class,
                e -> assertThat(e.failure()).isEqualTo(UpstreamFailure.BAD_ANSWER));
    }

    private static void assertThatItIsRefused(Class<? extends Answer> type, String body) {
        assertThatItIsRefused(type, body.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " \r\n\t", "<html><body>It works!</body></html>", "OK", "null", "true", "1", "\"text\"",
            "[", "{", "[{\"id\":1},", "[{\"id\":1}", "{\"id\":", "{\"id\":1", "{\"id\"", "[\"half a str", "[tru",
            "[] []", "[][]", "{}{}", "[],", "[]x", "{}]", "[]\u0000", "[] <!-- served by -->",
            "[1,]", "[,1]", "{\"id\":1,}", "{id:1}", "{'id':1}", "[NaN]", "[01]", "[1.]", "[+1]", "[\"\n\"]", "[\"\\x\"]",
            "[1] // comment", "/* comment */ [1]", "\u00a0[]", "\ufeff[]", "\ufeff{}"
    })
    void whatIsNotOneWholeJsonTextIsRefusedWhateverIsPromised(String body) {
        Stream.concat(OBJECTS.stream(), Stream.of(Answer.Listing.class)).forEach(type -> assertThatItIsRefused(type, body));
    }

    @Test
    void anObjectIsRefusedWhereAnArrayIsPromised() {
        assertThatItIsRefused(Answer.Listing.class, "{\"success\":true}");
    }

    @Test
    void anArrayIsRefusedWhereAnObjectIsPromised() {
        OBJECTS.forEach(type -> assertThatItIsRefused(type, "[{\"success\":true}]"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"success\":false}", "{\"error\":\"no\", \"success\" : false , \"message\":\"no\"}",
            "{\"succ\\u0065ss\":false}" })
    void successFalseIsRefusedWhateverObjectIsPromised(String body) {
        OBJECTS.forEach(type -> assertThatItIsRefused(type, body));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{}", "{\"success\":null}", "{\"success\":\"true\"}", "{\"success\":1}", "{\"success\":{}}",
            "{\"nested\":{\"success\":true}}" })
    void aReceiptThatDoesNotSaySuccessTrueIsRefused(String body) {
        assertThatItIsRefused(Answer.Receipt.class, body);
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"event-1\"", "1", "true", "false", "{}", "{\"event-1\":1}", "[{}]", "[\"event-1\",{\"id\":1}]",
            "[[\"event-1\"]]", "[null]", "[true]", "[\"event-1\",false]" })
    void aUserIsRefusedWhoseEventsAreNoArrayOfStringsAndNumbers(String events) {
        assertThatItIsRefused(Answer.User.class, "{\"events\":" + events + "}");
    }

    static Stream<byte[]> otherEncodings() {
        return Stream.of("[\"é\"]", " [\"é\"]", "[]").flatMap(json -> Stream.of(UTF_16BE, UTF_16LE).map(json::getBytes));
    }

    @ParameterizedTest
    @MethodSource("otherEncodings")
    void utf16IsRefused(byte[] body) {
        assertThatItIsRefused(Answer.Listing.class, body);
    }

    @Test
    void aByteOrderMarkBeforeUtf16IsRefused() {
        assertThatItIsRefused(Answer.Listing.class, "\ufeff[]".getBytes(UTF_16LE));
    }

    /** Latin-1, a continuation without a beginning, a character cut off, bytes that never occur. */
    @ParameterizedTest
    @ValueSource(strings = { "é", "\u0080", "â\u0082", "ð\u009f\u0098", "\u00fe", "\u00ff" })
    void bytesThatAreNotUtf8AreRefusedInsideStringsAndNames(String bytes) {
        assertThatItIsRefused(Answer.Listing.class, ("[\"" + bytes + "\"]").getBytes(ISO_8859_1));
        assertThatItIsRefused(Answer.Event.class, ("{\"" + bytes + "\":1}").getBytes(ISO_8859_1));
    }

    @Test
    void nestingOfAThousandLevelsIsReadAndDeeperNestingIsRefused() {
        assertThatNoException()
                .isThrownBy(() -> PromisedJsonReader.read(Answer.Listing.class, nested(1_000).getBytes(UTF_8)));
        assertThatItIsRefused(Answer.Listing.class, nested(1_001));
        assertThatItIsRefused(Answer.Listing.class, nested(1_000_000));
        assertThatItIsRefused(Answer.Event.class, "{\"deep\":" + nested(1_000) + "}");
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }
}
