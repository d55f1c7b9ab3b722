package io.eventmanagement.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import jakarta.validation.Validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.eventmanagement.testing.JsonValues;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NewEventPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final NewEventReader READER = new NewEventReader(
            Validation.buildDefaultValidatorFactory().getValidator());

    @Provide
    Arbitrary<ObjectNode> objects() {
        return JsonValues.objects();
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return JsonValues.values().withoutEdgeCases();
    }

    @Provide
    Arbitrary<String> names() {
        return JsonValues.text(100).map(String::strip)
                .filter(name -> !name.isEmpty());
    }

    @Property(tries = 200)
    void allThatTheClientSentIsSentOnAfterTheId(@ForAll("names") String name, @ForAll("objects") ObjectNode before,
            @ForAll("objects") ObjectNode after) throws IOException {
        // Given
        ObjectNode body = before.deepCopy().setAll(after);
        body.remove(List.of("id", "details"));
        body.put("name", name).put("userId", 1);
        String json = JSON.writeValueAsString(body);

        // When
        NewEvent event = READER.read(JSON.writeValueAsBytes(body));

        // Then
        assertThat(JSON.writeValueAsString(event.withId("new-id"))).isEqualTo("{\"id\":\"new-id\"," + json.substring(1));
    }

    @Property(tries = 200)
    void anyValueInAnyMemberIsTakenOrRefusedByName(@ForAll("values") JsonNode value) throws IOException {
        for (String member : List.of("id", "name", "userId", "details")) {
            // Given
            ObjectNode body = JSON.createObjectNode().put("name", "n").put("userId", 1).set(member, value);
            byte[] json = JSON.writeValueAsBytes(body);

            // When
            List<String> refused = refused(json);

            // Then
            assertThat(refused).isEqualTo(mayBe(member, value) ? List.of() : List.of(member));
        }
    }

    private static List<String> refused(byte[] json) {
        try {
            READER.read(json);
            return List.of();
        } catch (InvalidEventException e) {
            return e.errors().stream().map(InvalidEventException.FieldError::field).toList();
        }
    }

    private static boolean mayBe(String member, JsonNode value) {
        return switch (member) {
            case "name" -> value.isTextual() && !value.textValue().strip().isEmpty();
            case "userId" -> value.isNumber() && value.asText().length() <= 200
                    || value.isTextual() && !value.textValue().isBlank();
            case "details" -> value.isTextual() || value.isNull();
            default -> false;
        };
    }
}
