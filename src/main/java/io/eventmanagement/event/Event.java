package io.eventmanagement.event;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

import io.eventmanagement.upstream.AnswerFields;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An event as version 1 of the API tells it.
 *
 * @param key by which it is found; null where event.com doesn't tell it
 */
@RegisterForReflection // it is written as JSON by hand
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An event. What event.com doesn't say about it is left out.")
public record Event(
        @Schema(description = "The key for /api/v1/events/{key}. The list of all events doesn't have it.", examples = "event-3") String key,
        @Schema(description = "event.com's own id, which need not be unique.", examples = "1") String id,
        @Schema(examples = "Event 1") String name,
        @Schema(description = "The id of the user to whom it belongs.", examples = "1") String userId,
        @Schema(examples = "This is the first event") String details) {

    static Event of(String key, JsonNode json) {
        return new Event(key, AnswerFields.text(json, "id"), AnswerFields.text(json, "name"), AnswerFields.text(json, "userId"),
                AnswerFields.text(json, "details"));
    }
}
