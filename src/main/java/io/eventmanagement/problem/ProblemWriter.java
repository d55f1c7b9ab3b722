package io.eventmanagement.problem;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.eventmanagement.tracing.Tracing;
import io.eventmanagement.web.RequestId;
import io.vertx.ext.web.RoutingContext;

/**
 * Puts a {@link Diagnosis} into the one shape that all errors have: RFC 9457, with the members {@code success}, {@code error}
 * and
 * {@code message} that existing clients know. Member by member, since most answers are problems when there are the most.
 */
@ApplicationScoped
class ProblemWriter {

    static final String MEDIA_TYPE = "application/problem+json";

    /** A problem is of this moment and this client. */
    static final String CACHE_CONTROL = "no-store";

    private final ObjectMapper mapper;

    ProblemWriter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    byte[] write(Diagnosis diagnosis, RoutingContext request) {
        ByteArrayOutputStream problem = new ByteArrayOutputStream(640);
        try (JsonGenerator json = mapper.createGenerator(problem)) {
            write(diagnosis, request, json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return problem.toByteArray();
    }

    private static void write(Diagnosis diagnosis, RoutingContext request, JsonGenerator json) throws IOException {
        ProblemType type = diagnosis.type();
        String detail = diagnosis.detail() == null ? type.detail() : diagnosis.detail();
        json.writeStartObject();
        json.writeStringField("type", type.urn());
        json.writeStringField("title", type.title());
        json.writeNumberField("status", type.status());
        json.writeStringField("detail", detail);
        // As it was sent.
        json.writeStringField("instance", request.request().path());
        json.writeStringField("requestId", RequestId.of(request));
        String traceId = Tracing.traceId();
        if (traceId != null) {
            json.writeStringField("traceId", traceId);
        }
        json.writeBooleanField("success", false);
        json.writeStringField("error", type.title());
        json.writeStringField("message", detail);
        if (diagnosis.retryAfter() != null) {
            json.writeNumberField("retryAfter", diagnosis.retryAfterSeconds());
        }
        if (diagnosis.circuitState() != null) {
            json.writeStringField("circuitBreakerState", diagnosis.circuitState());
        }
        if (diagnosis.errors() != null) {
            json.writeObjectField("errors", diagnosis.errors());
        }
        json.writeEndObject();
    }
}
