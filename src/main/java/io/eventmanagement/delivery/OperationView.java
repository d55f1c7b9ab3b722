package io.eventmanagement.delivery;

import java.time.Instant;
import java.util.Locale;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonRawValue;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** An operation as its client sees it. */
@Schema(name = "Operation")
@RegisterForReflection
public record OperationView(
        @Schema(required = true, examples = "0190b4d6-6b1a-7cc3-98c4-5f4f2b8a2d10") String id,
        @Schema(required = true, description = "The id of the event that is added.") String eventId,
        @Schema(required = true, enumeration = {
                "accepted", "sending", "delivered", "rejected", "expired",
                "discarded" }) String state,
        @Schema(required = true, minimum = "0") int attempts,
        @Schema(required = true, type = SchemaType.STRING, format = "date-time") String acceptedAt,
        @Schema(required = true, nullable = true, type = SchemaType.STRING, format = "date-time", description = "null once it is over.") String nextAttemptAt,
        @Schema(required = true, nullable = true, type = SchemaType.STRING, format = "date-time", description = "null until it is over.") String finishedAt,
        @JsonRawValue @Schema(required = true, nullable = true, type = SchemaType.OBJECT, description = "Why it ended without a delivery.") String problem){

    public static OperationView of(Operation operation) {
        return new OperationView(operation.id().toString(), operation.eventId(),
                operation.state().name().toLowerCase(Locale.ROOT), operation.attempts(), operation.acceptedAt().toString(),
                text(operation.nextAttemptAt()), text(operation.finishedAt()), operation.problem());
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
