package io.eventmanagement.problem;

import java.io.IOException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.eventmanagement.web.AnswerHeaders;
import io.eventmanagement.web.ClientConnection;
import io.eventmanagement.web.ClientConnections;
import io.eventmanagement.web.RequestId;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Answers what the HTTP server's routes refuse before, or leave over after, JAX-RS. Quarkus would answer with text or HTML. */
@ApplicationScoped
class RouteProblems {

    private static final Logger LOG = Logger.getLogger(RouteProblems.class);

    /** After JAX-RS, and before Quarkus' own failure handler, which is the last. */
    private static final int AFTER_ALL = Integer.MAX_VALUE - 1;

    private final ProblemWriter writer;
    private final AnswerHeaders headers;

    RouteProblems(ProblemWriter writer, AnswerHeaders headers, ClientConnections connections) {
        this.writer = writer;
        this.headers = headers;
        connections.answerUnreadable(this::refuseUnreadable);
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
        Throwable failure = request.failure();
        boolean inItsBody = failure != null && !request.request().isEnded();
        if (failure instanceof HttpClosedException || inItsBody && failure instanceof IOException) {
            // The client hung up while it sent its body: nobody is there to be answered, and nothing is wrong here.
            return;
        }
        if (inItsBody && request.statusCode() < 400) {
            // A body that can't be read, such as chunks without a size: Vert.x closes the connection next, and loses the answer
            // unless the connection is closed here, which writes what waits.
            LOG.debugf(failure, "The body of a request to %s can't be read", request.request().path());
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            end(request, Diagnosis.of(400));
            ClientConnection.closeGently(request.request());
            return;
        }
        // Without a status of its own, a failure has this one.
        Diagnosis diagnosis = request.statusCode() == 500 ? Diagnosis.of(failure) : Diagnosis.of(request.statusCode());
        if (diagnosis.type() == ProblemType.INTERNAL_ERROR) {
            LOG.errorf(failure, "Request to %s failed", request.request().path());
        }
        end(request, diagnosis);
    }

    /** What the HTTP server couldn't make a request of. Vert.x closes the connection behind the answer. */
    private void refuseUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        LOG.debug("A request can't be read", cause);
        Diagnosis diagnosis = Diagnosis.of(cause instanceof TooLongHttpLineException ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400);
        String id = RequestId.of(request);
        headers.add(request.response());
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).putHeader(RequestId.HEADER, id);
        send(writer.write(diagnosis, request.path(), id), request.response());
        ClientConnection.closeGently(request);
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
        // Where it isn't known for which host a request is, what is behind it isn't served either.
        if (diagnosis.type() == ProblemType.BODY_TOO_LARGE || diagnosis.type() == ProblemType.REQUEST_TIMED_OUT
                || request.request().authority() == null) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            // Not the response's own handler, of which there is one: the meters and the log wait by it.
            request.addEndHandler(end -> ClientConnection.closeGently(request.request()));
        }
        if (!response.headers().contains(RequestId.HEADER)) {
            // It failed before it came to our filters.
            headers.add(response);
            response.putHeader(RequestId.HEADER, RequestId.of(request));
        }
        send(writer.write(diagnosis, request), response);
    }

    private static void send(ProblemWriter.Answer answer, HttpServerResponse response) {
        answer.headers().forEach(response::putHeader);
        response.setStatusCode(answer.status()).end(Buffer.buffer(answer.body()));
    }
}
