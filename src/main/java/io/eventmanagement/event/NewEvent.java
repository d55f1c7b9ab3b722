package io.eventmanagement.event;

import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.CodePointLength;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An event to be added (docs/contract.md, "The four original routes").
 *
 * @param name without the white space around it
 * @param userId a string or a number, as the client wrote it
 * @param details null if there are none
 * @param body all that the client sent, members unknown to us included
 */
public record NewEvent(
        @NotNull(message = "is required") @CodePointLength(min = 1, max = 200, message = "must have 1 to 200 characters, not counting white space around it") String name,
        @NotNull(message = "is required") JsonNode userId,
        @CodePointLength(max = 2000, message = "must have at most 2000 characters") String details,
        ObjectNode body) {

    /** What it is once it was added under this id. */
    Event as(String id) {
        return new Event(id, id, name, userId.asText(), details);
    }

    /** What is sent to event.com: the id first, then the client's members in their order. */
    ObjectNode withId(String id) {
        ObjectNode event = body.objectNode();
        event.put("id", id);
        event.setAll(body);
        event.put("name", name);
        return event;
    }
}
