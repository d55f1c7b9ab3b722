package io.eventmanagement.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.eventmanagement.web.RequestId;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Answers what the HTTP server's routes refuse before, or leave over after, JAX-RS. Quarkus would answer with text or HTML. */
@ApplicationScoped
class RouteProblems {

    private static final Logger LOG = Logger.getLogger(RouteProblems.class);

    /** After JAX-RS, and before Quarkus' own failure handler, which is the last. */
    private static final int AFTER_ALL = Integer.MAX_VALUE - 1;

    // Encoded once and not for each problem.
    private static final CharSequence MEDIA_TYPE = HttpHeaders.createOptimized(ProblemWriter.MEDIA_TYPE);
    private static final CharSequence CACHE_CONTROL = HttpHeaders.createOptimized(ProblemWriter.CACHE_CONTROL);
    private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");

    private final ProblemWriter writer;

    RouteProblems(ProblemWriter writer) {
        this.writer = writer;
    }

    void register(@Observes Router router) {
        answerLast(router);
    }

    void register(@Observes ManagementInterface management) {
        answerLast(management.router());
    }

    private void answerLast(Router router) {
        // Where routes with a path are about, as in dev mode, a path that can't be decoded fails once more on the way here.
        router.errorHandler(400, request -> end(request, Diagnosis.of(400)));
        router.route().order(AFTER_ALL).handler(request -> end(request, Diagnosis.of(404)))
                .failureHandler(this::answer);
    }

    private void answer(RoutingContext request) {
        if (request.failure() instanceof HttpClosedException) {
            // The client hung up while it sent its body: nobody is there to be answered, and nothing is wrong here.
            return;
        }
        // Without a status of its own, a failure has this one.
        Diagnosis diagnosis = request.statusCode() == 500 ? Diagnosis.of(request.failure())
                : Diagnosis.of(request.statusCode());
        if (diagnosis.type() == ProblemType.INTERNAL_ERROR) {
            LOG.errorf(request.failure(), "Request to %s failed", request.request().path());
        }
        end(request, diagnosis);
    }

    void end(RoutingContext request, Diagnosis diagnosis) {
        HttpServerResponse response = request.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            // Half an answer is out already. Only a closed connection tells the client that the rest is missing.
            request.request().connection().close();
            return;
        }
        if (diagnosis.type() == ProblemType.BODY_TOO_LARGE) {
            response.putHeader("Connection", "close");
            response.endHandler(sent -> closeSoon(request));
        }
        response.setStatusCode(diagnosis.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL);
        if (!response.headers().contains(RequestId.HEADER)) {
            // It failed before it was given one.
            response.putHeader(RequestId.HEADER, RequestId.of(request));
        }
        if (diagnosis.retryAfter() != null) {
            response.putHeader(RETRY_AFTER, diagnosis.retryAfterSeconds().toString());
        }
        response.end(Buffer.buffer(writer.write(diagnosis, request)));
    }

    /** Not at once: while the rest of the body comes in, that would be a reset, and the client might never read the answer. */
    private static void closeSoon(RoutingContext request) {
        request.vertx().setTimer(500, now -> request.request().connection().close());
    }
}
