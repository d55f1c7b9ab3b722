package io.eventmanagement.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.eventmanagement.event.InvalidEventException.FieldError;

/** Reads and checks the body of a new event, naming all that is wrong with it at once. */
@ApplicationScoped
public class NewEventReader {

    /** An event has one level; what clients add to it has a few. */
    private static final int DEEPEST = 32;

    /** Numbers keep all their digits on the way to event.com; a member given twice would lose one of the two. */
    private static final ObjectReader JSON = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build()).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build().readerFor(JsonNode.class);

    private static final int LONGEST_USER_ID = 200;

    private static final Set<String> MEMBERS = Set.of("name", "userId", "details");

    private final Validator validator;

    NewEventReader(Validator validator) {
        this.validator = validator;
    }

    /**
     * Reads what the original routes take: members that we don't know are kept.
     *
     * @throws InvalidEventException if the body is no JSON object or no event
     */
    public NewEvent read(byte[] body) {
        return read(parse(body), new ArrayList<>());
    }

    /**
     * Reads what version 1 of the API takes: the members of an event, and an id that is a string.
     *
     * @throws InvalidEventException if the body is no JSON object or no event
     */
    NewEvent readV1(byte[] body) {
        ObjectNode json = parse(body);
        List<FieldError> errors = new ArrayList<>();
        json.fieldNames().forEachRemaining(member -> {
            if (!MEMBERS.contains(member) && !member.equals("id")) {
                errors.add(new FieldError(shortened(member), "is not known; an event has name, userId and details"));
            }
        });
        if (json.path("userId").isNumber()) {
            errors.add(new FieldError("userId", "must be a string"));
        }
        return read(json, errors);
    }

    private NewEvent read(ObjectNode json, List<FieldError> errors) {
        if (json.has("id")) {
            errors.add(new FieldError("id", "must be left out: the service makes it"));
        }
        String name = text(json, "name", errors);
        String details = text(json, "details", errors);
        NewEvent event = new NewEvent(name == null ? null : name.strip(), userId(json, errors), details, json);
        validator.validate(event).stream()
                .map(violation -> new FieldError(violation.getPropertyPath().toString(), violation.getMessage()))
                .filter(error -> errors.stream().noneMatch(known -> known.field().equals(error.field())))
                .sorted((a, b) -> a.field().compareTo(b.field()))
                .forEach(errors::add);
        if (!errors.isEmpty()) {
            throw new InvalidEventException("The body is not a valid event.", errors);
        }
        return event;
    }

    /** A name is as long as somebody cares to make it; enough of it to be found is told. */
    private static String shortened(String member) {
        return member.length() <= 100 ? member : member.substring(0, 100) + "…";
    }

    private static ObjectNode parse(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (!(json instanceof ObjectNode object)) {
                throw new InvalidEventException("The body must be a JSON object.", List.of());
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(object.toString())) {
                throw new InvalidEventException("The body contains half of a surrogate pair, which is not a character.",
                        List.of());
            }
            return object;
        } catch (StreamConstraintsException e) {
            throw new InvalidEventException("The body is not readable as JSON: it may be nested " + DEEPEST
                    + " levels deep at most, and its numbers and names must not be excessively long.", List.of());
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
            throw new InvalidEventException("The body is not readable as JSON" + where + ".", List.of());
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Jackson doesn't say so: BigDecimal's exponents have 32 bits.
            throw new InvalidEventException("The body is not readable as JSON: it contains a number that is too large.",
                    List.of());
        } catch (IOException e) {
            throw new InvalidEventException("The body is not readable as JSON.", List.of());
        }
    }

    private static String text(JsonNode json, String field, List<FieldError> errors) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            errors.add(new FieldError(field, "must be a string"));
        }
        return value.textValue();
    }

    private static JsonNode userId(JsonNode json, List<FieldError> errors) {
        JsonNode value = json.get("userId");
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual() && !value.isNumber()) {
            errors.add(new FieldError("userId", "must be a string or a number"));
        } else if (value.asText().isBlank() || value.asText().length() > LONGEST_USER_ID) {
            errors.add(new FieldError("userId", "must have 1 to " + LONGEST_USER_ID + " characters"));
        } else if (value.asText().indexOf('\0') >= 0) {
            errors.add(new FieldError("userId", "must not contain the character NUL")); // no database takes it
        }
        return value;
    }
}
