package io.eventmanagement.user;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

import io.eventmanagement.upstream.AnswerFields;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A user in version 1 of the API. */
@RegisterForReflection // JsonAnswers writes it, which Quarkus can't see at build time
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A user. What event.com doesn't say about it is left out.")
public record User(
        @Schema(description = "The id for /api/v1/users/{id}; in the list of all users event.com's own id, which need not be unique.", examples = "1") String id,
        @Schema(examples = "user1") String name,
        @Schema(examples = "hello@gmail.com") String email) {

    static User of(String id, JsonNode json) {
        return new User(id, AnswerFields.text(json, "userName"), AnswerFields.text(json, "email"));
    }

    static User of(JsonNode json) {
        return of(AnswerFields.text(json, "id"), json);
    }
}
