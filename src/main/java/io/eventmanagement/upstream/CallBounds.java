package io.eventmanagement.upstream;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.client.api.ClientLogger;

import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Time;
import io.eventmanagement.time.Timeouts;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;

/**
 * Limits each attempt on the wire: its time as a whole, and the size of its answer.
 * <p>
 * {@code @Timeout} answers the client in time but leaves the request running. The REST client's own read time-out only measures
 * silence, so an answer that trickles would hold its connection for ever. Nothing limits the size of an answer. This is a
 * "logger", since the REST client shows the request on the wire to its logger only.
 */
@Singleton
class CallBounds implements ClientLogger {

    /** How much earlier {@code @Timeout} ends a call; only it can tell a time-out from a lost connection. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final EventApiConfig config;
    private final Timeouts reads;
    private final Timeouts adds;

    CallBounds(Vertx vertx, Time time, EventApiConfig config) {
        this.config = config;
        this.reads = new Timeouts(config.readTimeout().plus(GRACE), vertx, time);
        this.adds = new Timeouts(config.addTimeout().plus(GRACE), vertx, time);
    }

    @Override
    public void logRequest(HttpClientRequest request, Buffer body, boolean omitBody) {
        Timeouts timeouts = HttpMethod.POST.equals(request.getMethod()) ? adds : reads;
        Cancellable timeout = timeouts.begin(() -> request.reset(0, new TimeoutException("no complete answer in time")));
        request.response().onComplete(response -> bound(request, response, timeout), failure -> timeout.cancel());
    }

    private void bound(HttpClientRequest request, HttpClientResponse response, Cancellable timeout) {
        // Not trusted: the REST client would read a multipart body by itself. No other header is touched: docs/upstream.md.
        response.headers().remove(HttpHeaders.CONTENT_TYPE);
        long[] left = { config.maxAnswerKb() * 1024L };
        response.handler(chunk -> {
            left[0] -= chunk.length();
            if (left[0] < 0) {
                request.reset(0, UpstreamException.badAnswer("more than " + config.maxAnswerKb() + " KiB"));
            }
        });
        response.endHandler(end -> timeout.cancel());
        response.exceptionHandler(failure -> timeout.cancel());
    }

    @Override
    public void logResponse(HttpClientResponse response, boolean redirect) {
        // The answer is bounded already.
    }

    @Override
    public void setBodySize(int bodySize) {
        // Bodies aren't logged.
    }
}
