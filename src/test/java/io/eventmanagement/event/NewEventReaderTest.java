package io.eventmanagement.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;

import jakarta.validation.Validation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.event.InvalidEventException.FieldError;

/** The body of POST /addEvent: docs/contract.md, "The four original routes". */
class NewEventReaderTest {

    private static final String EMOJI = "😀";

    private static final NewEventReader READER = new NewEventReader(
            Validation.buildDefaultValidatorFactory().getValidator());

    private static NewEvent read(String body) {
        return READER.read(body.getBytes(UTF_8));
    }

    private static List<FieldError> errors(String body) {
        return catchThrowableOfType(InvalidEventException.class, () -> read(body)).errors();
    }

    @Test
    void aNameAndAUserIdAreEnough() {
        // When
        NewEvent event = read("{\"name\":\"Party\",\"userId\":1}");

        // Then
        assertThat(event.name()).isEqualTo("Party");
        assertThat(event.userId().asText()).isEqualTo("1");
        assertThat(event.details()).isNull();
    }

    @Test
    void theNameIsTrimmed() {
        // When
        NewEvent event = read("{\"name\":\" \\t\\n\\u2003 Tea & \\u00a0 cake \\u2003\",\"userId\":1}");

        // Then
        assertThat(event.name()).isEqualTo("Tea & \u00a0 cake");
    }

    static Stream<String> names() {
        return Stream.of("x", "x".repeat(200), EMOJI.repeat(200), "  " + "x".repeat(200) + "  ");
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameOf1To200CharactersAfterTrimmingIsTaken(String name) {
        // When
        NewEvent event = read("{\"name\":\"" + name + "\",\"userId\":1}");

        // Then
        assertThat(event.name()).isEqualTo(name.strip());
    }

    static Stream<String> wrongNames() {
        return Stream.of("\"\"", "\" \\t\\n\\u2003\"", "\"" + "x".repeat(201) + "\"", "\"" + EMOJI.repeat(201) + "\"",
                "\"" + "x".repeat(60_000) + "\"");
    }

    @ParameterizedTest
    @MethodSource("wrongNames")
    void anyOtherNameIsRefused(String name) {
        // When
        List<FieldError> errors = errors("{\"name\":" + name + ",\"userId\":1}");

        // Then
        assertThat(errors).containsExactly(
                new FieldError("name", "must have 1 to 200 characters, not counting white space around it"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "1", "true", "[]", "{}", "[\"Party\"]", "1.5" })
    void aNameOrDetailsThatAreNoStringAreRefused(String value) {
        // When
        List<FieldError> errors = errors("{\"name\":" + value + ",\"userId\":1,\"details\":" + value + "}");

        // Then
        assertThat(errors).containsExactly(new FieldError("name", "must be a string"),
                new FieldError("details", "must be a string"));
    }

    static Stream<String> details() {
        return Stream.of("null", "\"\"", "\"  \"", "\"" + "x".repeat(2_000) + "\"", "\"" + EMOJI.repeat(2_000) + "\"");
    }

    @ParameterizedTest
    @MethodSource("details")
    void detailsOfUpTo2000CharactersAreTaken(String details) {
        // When
        NewEvent event = read("{\"name\":\"Party\",\"userId\":1,\"details\":" + details + "}");

        // Then
        assertThat(event.body().get("details")).hasToString(details);
    }

    @ParameterizedTest
    @ValueSource(strings = { "x", EMOJI })
    void detailsOf2001CharactersAreRefused(String character) {
        // When
        List<FieldError> errors = errors(
                "{\"name\":\"Party\",\"userId\":1,\"details\":\"" + character.repeat(2_001) + "\"}");

        // Then
        assertThat(errors).containsExactly(new FieldError("details", "must have at most 2000 characters"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = { "1|1", "\"1\"|1", "\"user-é\"|user-é", "-7|-7", "1.10|1.10",
            "123456789012345678901234567890|123456789012345678901234567890", "\" 1 \"|` 1 `" })
    void aUserIdIsAStringOrANumber(String userId, String asText) {
        // When
        NewEvent event = read("{\"name\":\"Party\",\"userId\":" + userId + "}");

        // Then
        assertThat(event.userId().asText()).isEqualTo(asText);
        assertThat(event.userId()).hasToString(userId);
    }

    @ParameterizedTest
    @ValueSource(strings = { "true", "false", "[]", "[1]", "{}", "{\"id\":1}" })
    void aUserIdThatIsNeitherAStringNorANumberIsRefused(String userId) {
        // When
        List<FieldError> errors = errors("{\"name\":\"Party\",\"userId\":" + userId + "}");

        // Then
        assertThat(errors).containsExactly(new FieldError("userId", "must be a string or a number"));
    }

    static Stream<String> wrongUserIds() {
        return Stream.of("\"\"", "\" \\t\\n\"", "\"" + "1".repeat(201) + "\"", "1".repeat(201));
    }

    @ParameterizedTest
    @MethodSource("wrongUserIds")
    void aBlankOrOverlongUserIdIsRefused(String userId) {
        // When
        List<FieldError> errors = errors("{\"name\":\"Party\",\"userId\":" + userId + "}");

        // Then
        assertThat(errors).containsExactly(new FieldError("userId", "must have 1 to 200 characters"));
    }

    @Test
    void aUserIdWithNulIsRefused() {
        assertThat(errors("{\"name\":\"Party\",\"userId\":\"a\\u0000\"}"))
                .containsExactly(new FieldError("userId", "must not contain the character NUL"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{}", "{\"name\":null,\"userId\":null}", "{\"Name\":\"Party\",\"userid\":1}" })
    void aMissingNameAndUserIdAreNamedBoth(String body) {
        // When
        List<FieldError> errors = errors(body);

        // Then
        assertThat(errors).containsExactly(new FieldError("name", "is required"), new FieldError("userId", "is required"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "1", "\"event-1\"", "null", "\"\"", "{}" })
    void anIdIsRefusedWhateverItIs(String id) {
        // When
        List<FieldError> errors = errors("{\"name\":\"Party\",\"userId\":1,\"id\":" + id + "}");

        // Then
        assertThat(errors).containsExactly(new FieldError("id", "must be left out: the service makes it"));
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        // When
        List<FieldError> errors = errors("{\"id\":1,\"name\":\" \",\"userId\":true,\"details\":7}");

        // Then
        assertThat(errors).extracting(FieldError::field).containsExactlyInAnyOrder("id", "name", "userId", "details");
    }
}
