package io.eventmanagement.problem;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

import io.eventmanagement.tracing.Tracing;
import io.eventmanagement.web.RequestId;
import io.vertx.ext.web.RoutingContext;

/** Makes an answer of a {@link Diagnosis}. */
@Singleton
class ProblemWriter {

    static final String MEDIA_TYPE = "application/problem+json";

    /** An answer that is a problem, for whoever sends it. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
    }

    private final ObjectWriter writer;

    ProblemWriter(ObjectMapper mapper) {
        this.writer = mapper.writerFor(Problem.class);
    }

    Answer write(Diagnosis diagnosis, RoutingContext request) {
        return write(diagnosis, request.request().path(), RequestId.of(request));
    }

    Answer write(Diagnosis diagnosis, String path, String requestId) {
        Problem problem = Problem.of(diagnosis, path, requestId, Tracing.traceId());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
        // A problem is of this moment and this client.
        headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem.retryAfter() != null) {
            headers.put(HttpHeaders.RETRY_AFTER, problem.retryAfter().toString());
        }
        return new Answer(problem.status(), headers, json(problem).getBytes(StandardCharsets.UTF_8));
    }

    /** By way of a string, since Jackson's own encoder refuses half a character, which a client may have sent. */
    private String json(Problem problem) {
        try {
            return writer.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
