package io.eventmanagement.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import jakarta.validation.Validation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.ObjectMapper;

/** What becomes of a body on its way to event.com. */
class NewEventTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final NewEventReader READER = new NewEventReader(
            Validation.buildDefaultValidatorFactory().getValidator());

    private static String sent(String body) throws IOException {
        return new String(JSON.writeValueAsBytes(READER.read(body.getBytes(UTF_8)).withId("new-id")), UTF_8);
    }

    @Test
    void theIdComesFirstAndTheOtherMembersStayInTheirOrder() throws IOException {
        // When
        String sent = sent("{\"details\":\"d\",\"userId\":\"1\",\"x\":{\"y\":[1,null,true]},\"name\":\"n\",\"a\":\"b\"}");

        // Then
        assertThat(sent).isEqualTo(
                "{\"id\":\"new-id\",\"details\":\"d\",\"userId\":\"1\",\"x\":{\"y\":[1,null,true]},\"name\":\"n\",\"a\":\"b\"}");
    }

    @Test
    void theNameIsSentWithoutTheWhiteSpaceAroundIt() throws IOException {
        // When
        String sent = sent("{\"name\":\"  n \",\"userId\":1}");

        // Then
        assertThat(sent).isEqualTo("{\"id\":\"new-id\",\"name\":\"n\",\"userId\":1}");
    }

    @Test
    void theBodyItselfIsLeftAsItIs() {
        // Given
        NewEvent event = READER.read("{\"name\":\"n\",\"userId\":1}".getBytes(UTF_8));

        // When
        event.withId("new-id");

        // Then
        assertThat(event.body()).hasToString("{\"name\":\"n\",\"userId\":1}");
    }

    @ParameterizedTest
    @CsvSource({ "1.10, 1.10", "1.0, 1.0", "0.000, 0.000", "100, 100", "-7, -7",
            "123456789012345678901234567890, 123456789012345678901234567890",
            "3.14159265358979323846264338327950288, 3.14159265358979323846264338327950288",
            "1e400, 1E+400", "1e-400, 1E-400", "1.50e2, 150", "1e2, 1E+2", "1e2147483646, 1E+2147483646" })
    void aNumberKeepsItsSpellingOrItsValue(String number, String expected) throws IOException {
        // When
        String sent = sent("{\"name\":\"n\",\"userId\":1,\"x\":[" + number + "]}");

        // Then
        assertThat(sent).endsWith(",\"x\":[" + expected + "]}");
    }

    @Test
    void aNumberAsUserIdKeepsItsSpelling() throws IOException {
        // When
        String sent = sent("{\"name\":\"n\",\"userId\":1.10}");

        // Then
        assertThat(sent).isEqualTo("{\"id\":\"new-id\",\"name\":\"n\",\"userId\":1.10}");
    }

    @ParameterizedTest
    @CsvSource({ "\\u0000", "\\ud83d\\ude00", "\\uffff" })
    void anyCharacterThatCanBeReadCanBeSent(String escape) throws IOException {
        // When
        String sent = sent("{\"name\":\"n" + escape + "\",\"userId\":1,\"" + escape + "\":\"" + escape + "\"}");

        // Then
        assertThat(JSON.readTree(sent).get("name").textValue())
                .isEqualTo("n" + JSON.readValue("\"" + escape + "\"", String.class));
    }

    @Test
    void whateverIsNestedAsDeepAsCanBeReadCanBeSent() throws IOException {
        // Given
        String deep = "[".repeat(31) + "]".repeat(31);

        // When
        String sent = sent("{\"name\":\"n\",\"userId\":1,\"deep\":" + deep + "}");

        // Then
        assertThat(sent).endsWith("\"deep\":" + deep + "}");
    }
}
