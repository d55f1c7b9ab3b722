package io.eventmanagement.problem;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.eventmanagement.tracing.Tracing;
import io.eventmanagement.web.RequestId;
import io.vertx.ext.web.RoutingContext;

/**
 * Puts a {@link Diagnosis} into the one shape that all errors have: RFC 9457, with the members {@code success}, {@code error}
 * and {@code message} that existing clients know. Member by member, since most answers are problems when there are the most.
 */
@ApplicationScoped
class ProblemWriter {

    static final String MEDIA_TYPE = "application/problem+json";

    /** A problem is of this moment and this client. */
    static final String CACHE_CONTROL = "no-store";

    // Encoded once and not for each problem, as are the texts.
    private static final SerializedString TYPE = new SerializedString("type");
    private static final SerializedString TITLE = new SerializedString("title");
    private static final SerializedString STATUS = new SerializedString("status");
    private static final SerializedString DETAIL = new SerializedString("detail");
    private static final SerializedString INSTANCE = new SerializedString("instance");
    private static final SerializedString REQUEST_ID = new SerializedString("requestId");
    private static final SerializedString SUCCESS = new SerializedString("success");
    private static final SerializedString ERROR = new SerializedString("error");
    private static final SerializedString MESSAGE = new SerializedString("message");
    private static final SerializedString RETRY_AFTER = new SerializedString("retryAfter");
    private static final SerializedString CIRCUIT_STATE = new SerializedString("circuitBreakerState");

    private record Texts(SerializedString urn, SerializedString title, SerializedString detail) {

        static Texts of(ProblemType type) {
            return new Texts(new SerializedString(type.urn()), new SerializedString(type.title()),
                    new SerializedString(type.detail()));
        }
    }

    private static final Map<ProblemType, Texts> TEXTS = Arrays.stream(ProblemType.values())
            .collect(Collectors.toMap(type -> type, Texts::of, (a, b) -> a, () -> new EnumMap<>(ProblemType.class)));

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
        Texts texts = TEXTS.get(type);
        SerializedString detail = diagnosis.detail() == null ? texts.detail : new SerializedString(diagnosis.detail());
        json.writeStartObject();
        write(json, TYPE, texts.urn);
        write(json, TITLE, texts.title);
        json.writeFieldName(STATUS);
        json.writeNumber(type.status());
        write(json, DETAIL, detail);
        // As it was sent.
        json.writeFieldName(INSTANCE);
        json.writeString(request.request().path());
        json.writeFieldName(REQUEST_ID);
        json.writeString(RequestId.of(request));
        String traceId = Tracing.traceId();
        if (traceId != null) {
            json.writeStringField("traceId", traceId);
        }
        json.writeFieldName(SUCCESS);
        json.writeBoolean(false);
        write(json, ERROR, texts.title);
        write(json, MESSAGE, detail);
        if (diagnosis.retryAfter() != null) {
            json.writeFieldName(RETRY_AFTER);
            json.writeNumber(diagnosis.retryAfterSeconds());
        }
        if (diagnosis.circuitState() != null) {
            json.writeFieldName(CIRCUIT_STATE);
            json.writeString(diagnosis.circuitState());
        }
        if (diagnosis.errors() != null) {
            json.writeObjectField("errors", diagnosis.errors());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SerializedString name, SerializedString value) throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }
}
