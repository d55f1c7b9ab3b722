package io.eventmanagement.problem;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.vertx.ext.web.RoutingContext;

/** Answers whatever a resource, or JAX-RS before it, ends with. */
class ResourceProblems {

    private static final Logger LOG = Logger.getLogger(ResourceProblems.class);

    private final ProblemWriter writer;

    ResourceProblems(ProblemWriter writer) {
        this.writer = writer;
    }

    /** The classes beside Throwable are there since Quarkus has mappers of its own for them, which would come first. */
    @ServerExceptionMapper({ NotFoundException.class, WebApplicationException.class, Throwable.class })
    Response toResponse(Throwable thrown, RoutingContext request) {
        Diagnosis diagnosis = Diagnosis.of(thrown);
        if (diagnosis.type() == ProblemType.INTERNAL_ERROR) {
            LOG.errorf(thrown, "Request to %s failed", request.request().path());
        }
        ProblemWriter.Answer answer = writer.write(diagnosis, request);
        Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
        answer.headers().forEach(response::header);
        return response.build();
    }
}
