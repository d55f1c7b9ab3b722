package io.eventmanagement.upstream;

import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.resteasy.reactive.client.api.ClientLogger;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;

/**
 * Bounds each try on the wire: its time as a whole and the size of its answer.
 * <p>
 * {@code @Timeout} answers the client in time but leaves the request running, and the client's own read time-out only counts
 * silence, so an answer that trickles would hold its connection for ever; nothing bounds an answer's size. The REST client
 * shows the request on the wire to its logger alone, hence a "logger".
 */
@ApplicationScoped
class CallBounds implements ClientLogger {

    /** Milliseconds by which {@code @Timeout}, which tells a time-out from a lost connection, comes first. */
    private static final long GRACE = 100;

    private final Vertx vertx;
    private final UpstreamConfig config;

    CallBounds(Vertx vertx, UpstreamConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    @Override
    public void logRequest(HttpClientRequest request, Buffer body, boolean omitBody) {
        long limit = (HttpMethod.POST.equals(request.getMethod()) ? config.addTimeout() : config.readTimeout()).toMillis();
        long timer = vertx.setTimer(limit + GRACE, id -> request.reset(0, new TimeoutException("no complete answer in time")));
        request.response()
                .onSuccess(response -> {
                    boundSize(request, response);
                    response.end().onComplete(end -> vertx.cancelTimer(timer));
                })
                .onFailure(failure -> vertx.cancelTimer(timer));
    }

    private void boundSize(HttpClientRequest request, HttpClientResponse response) {
        long[] left = { config.maxAnswerKb() * 1024L };
        response.handler(chunk -> {
            left[0] -= chunk.length();
            if (left[0] < 0) {
                request.reset(0, UpstreamException.badAnswer("more than " + config.maxAnswerKb() + " KiB"));
            }
        });
    }

    @Override
    public void logResponse(HttpClientResponse response, boolean redirect) {
        // Nothing is left to bound.
    }

    @Override
    public void setBodySize(int bodySize) {
        // Bodies aren't logged.
    }
}
