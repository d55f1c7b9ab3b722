package io.eventmanagement.problem;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.eventmanagement.tracing.Tracing;
import io.eventmanagement.web.RequestId;
import io.vertx.ext.web.RoutingContext;

/**
 * Puts a {@link Diagnosis} into the one shape that all errors have: RFC 9457, with the members {@code success}, {@code error}
 * and {@code message} that existing clients know. Most of its text is at hand, since most answers are problems when there are
 * the most.
 */
@Singleton
class ProblemWriter {

    static final String MEDIA_TYPE = "application/problem+json";

    /** A problem is of this moment and this client. */
    static final String CACHE_CONTROL = "no-store";

    /**
     * What comes before the members that are the request's own, and after them.
     *
     * @param before all from the start to the name of {@code instance}
     * @param after from {@code success} to {@code message}
     */
    private record Texts(String before, String after) {

        static Texts of(ProblemType type, String detail) {
            String title = json(type.title());
            String message = json(detail);
            return new Texts("{\"type\":" + json(type.urn()) + ",\"title\":" + title + ",\"status\":" + type.status()
                    + ",\"detail\":" + message + ",\"instance\":",
                    ",\"success\":false,\"error\":" + title + ",\"message\":" + message);
        }
    }

    private static final Map<ProblemType, Texts> TEXTS = Arrays.stream(ProblemType.values()).collect(
            Collectors.toMap(type -> type, type -> Texts.of(type, type.detail()), (a, b) -> a,
                    () -> new EnumMap<>(ProblemType.class)));

    private final ObjectMapper mapper;

    ProblemWriter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    byte[] write(Diagnosis diagnosis, RoutingContext request) {
        return write(diagnosis, request.request().path(), RequestId.of(request));
    }

    byte[] write(Diagnosis diagnosis, String path, String requestId) {
        ProblemType type = diagnosis.type();
        Texts texts = diagnosis.detail() == null ? TEXTS.get(type) : Texts.of(type, diagnosis.detail());
        StringBuilder problem = new StringBuilder(768).append(texts.before);
        // As it was sent.
        append(problem, path);
        problem.append(",\"requestId\":\"").append(requestId).append('"');
        String traceId = Tracing.traceId();
        if (traceId != null) {
            append(problem.append(",\"traceId\":"), traceId);
        }
        problem.append(texts.after);
        if (diagnosis.retryAfter() != null) {
            problem.append(",\"retryAfter\":").append(diagnosis.retryAfterSeconds());
        }
        if (diagnosis.circuitState() != null) {
            append(problem.append(",\"circuitBreakerState\":"), diagnosis.circuitState());
        }
        if (diagnosis.errors() != null) {
            problem.append(",\"errors\":").append(json(diagnosis.errors()));
        }
        return problem.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private String json(List<?> errors) {
        try {
            return mapper.writeValueAsString(errors);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String json(String text) {
        return append(new StringBuilder(), text).toString();
    }

    /** Null for a path, which a request may lack. */
    private static StringBuilder append(StringBuilder json, String text) {
        if (text == null) {
            return json.append("null");
        }
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"');
    }
}
