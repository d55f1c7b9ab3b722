package io.eventmanagement.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

import jakarta.ws.rs.core.MediaType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromisedJsonReaderTest {

    private static <T extends Answer> T read(Class<T> type, String json) throws IOException {
        return type.cast(PromisedJsonReader.read(type, json.getBytes(UTF_8)));
    }

    private static String readBack(Class<? extends Answer> type, String json) throws IOException {
        return new String(read(type, json).json(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "[]",
            "[ { \"id\" : 1 } , { \"id\" : \"1\" } ]",
            "[{\"unknown\":{\"to\":[\"us\",null,true]}}]",
            "[{\"price\":1.10,\"big\":123456789012345678901234567890,\"huge\":1e400,\"zero\":-0.0}]",
            "[\"\\u00e9 \\/ \\n \\ud83d\\ude00\", \"é 😀\"]",
            "[{\"twice\":1,\"twice\":2}]",
            "[{\"success\":false}]"
    })
    void aListingIsKeptByteForByte(String json) throws IOException {
        // When
        String kept = readBack(Answer.Listing.class, json);

        // Then
        assertThat(kept).isEqualTo(json);
    }

    @Test
    void aNumberOfAnyLengthIsKeptAsItIs() throws IOException {
        String json = "[{\"id\":" + "7".repeat(5_000) + "}]";

        assertThat(readBack(Answer.Listing.class, json)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{}",
            "{ \"id\" : 1 , \"unknown\" : { \"price\" : 1.10 } }",
            "{\"success\":true,\"id\":\"\\u0041\"}",
            "{\"nested\":{\"success\":false}}",
            "{\"events\":\"a member like any other\"}",
            "{\"events\":{\"not\":[\"a list\"]}}"
    })
    void anEventIsKeptByteForByte(String json) throws IOException {
        // When
        String kept = readBack(Answer.Event.class, json);

        // Then
        assertThat(kept).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"success\":true}", "{\"id\": 1.10, \"success\" : true, \"more\":[]}" })
    void aReceiptIsKeptByteForByte(String json) throws IOException {
        // When
        String kept = readBack(Answer.Receipt.class, json);

        // Then
        assertThat(kept).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = { " [ 1 ]", "[ 1 ]\n", "\r\n\t [ 1 ] \t\r\n" })
    void whiteSpaceAroundAnAnswerIsTrimmed(String json) throws IOException {
        // When
        String kept = readBack(Answer.Listing.class, json);

        // Then
        assertThat(kept).isEqualTo("[ 1 ]");
    }

    @Test
    void theBodyOfAResponseIsReadToItsEnd() throws IOException {
        // Given
        String json = "[" + "1234567890,".repeat(10_000) + "0]";
        @SuppressWarnings("unchecked")
        Class<Answer> listing = (Class<Answer>) (Class<?>) Answer.Listing.class;

        // When
        Answer answer = new PromisedJsonReader().readFrom(listing, listing, null, MediaType.TEXT_PLAIN_TYPE, null,
                new ByteArrayInputStream(json.getBytes(UTF_8)));

        // Then
        assertThat(answer.json()).asString(UTF_8).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"events\":[\"event-1\",\"event-3\"]}            | event-1,event-3",
            "{\"events\":[\"b\",\"a\",\"b\"]}                  | b,a,b",
            "{\"id\":1, \"events\" : [ 7 , \"7\", 1.10, 1e3 ]} | 7,7,1.10,1e3",
            "{\"events\":[\"\\u0065vent-\\ud83d\\ude00\"]}     | event-😀",
            "{\"ev\\u0065nts\":[\"a\"],\"more\":[\"b\"]}       | a",
            "{\"nested\":{\"events\":[\"x\"]},\"events\":[1]}  | 1"
    })
    void aUsersEventKeysAreStringsAndNumbersInOrder(String json, String keys) throws IOException {
        // When
        Answer.User user = read(Answer.User.class, json);

        // Then
        assertThat(user.eventKeys()).isEqualTo(List.of(keys.split(",")));
        assertThat(user.json()).asString(UTF_8).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = { "{}", "{\"events\":[]}", "{\"events\":null}", "{\"nested\":{\"events\":[\"x\"]}}" })
    void aUserWithoutEventsHasNoKeys(String json) throws IOException {
        // When
        Answer.User user = read(Answer.User.class, json);

        // Then
        assertThat(user.eventKeys()).isEmpty();
    }
}
