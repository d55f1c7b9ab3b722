package io.eventmanagement.problem;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

import io.eventmanagement.tracing.Tracing;
import io.eventmanagement.web.RequestId;
import io.vertx.ext.web.RoutingContext;

/** Puts a {@link Diagnosis} into the one shape that all errors have. */
@ApplicationScoped
class ProblemWriter {

    static final String MEDIA_TYPE = "application/problem+json";

    /** A problem is of this moment and this client. */
    static final String CACHE_CONTROL = "no-store";

    private final ObjectWriter json;

    ProblemWriter(ObjectMapper mapper) {
        json = mapper.writerFor(Problem.class);
    }

    byte[] write(Diagnosis diagnosis, RoutingContext request) {
        ProblemType type = diagnosis.type();
        String detail = diagnosis.detail() == null ? type.detail() : diagnosis.detail();
        try {
            return json.writeValueAsBytes(new Problem(type.urn(), type.title(), type.status(), detail, request.request().path(),
                    RequestId.of(request), Tracing.traceId(), false, type.title(), detail, diagnosis.retryAfterSeconds(),
                    diagnosis.circuitState(), diagnosis.errors()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
