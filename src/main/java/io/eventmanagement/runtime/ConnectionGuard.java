package io.eventmanagement.runtime;

import jakarta.inject.Singleton;

import org.jboss.resteasy.reactive.client.impl.ClientRequestContextImpl;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

import io.eventmanagement.time.Time;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Puts an {@link AnswerCodec} into each new connection to event.com. It is a filter, since the REST client shows its Vert.x
 * client to filters only.
 * <p>
 * Vert.x takes a {@code 102} for the answer, and the 200 that follows for the next call's. {@code VertxConnectionsTest} lists
 * what Vert.x would give to the wrong call, and shows when this class is no longer needed. No issue of Vert.x covers it;
 * eclipse-vertx/vert.x#4508 only added {@code 103}.
 */
@Singleton
public class ConnectionGuard implements ResteasyReactiveClientRequestFilter {

    /** Vert.x' name for Netty's codec. */
    private static final String CODEC = "codec";

    private final UnexpectedAnswers unexpected;

    private final ClosingHabit habit;

    private volatile HttpClient guarded;

    ConnectionGuard(UnexpectedAnswers unexpected, Time time) {
        this.unexpected = unexpected;
        this.habit = new ClosingHabit(time);
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
        HttpClient client = ((ClientRequestContextImpl) request).getRestClientRequestContext().getHttpClient();
        if (client != guarded) {
            guard(client);
            guarded = client;
        }
    }

    /** Deprecated for a method of the client's builder, but only the REST client has access to that builder. */
    @SuppressWarnings("deprecation")
    void guard(HttpClient client) {
        client.connectionHandler(this::guard);
    }

    private void guard(HttpConnection connection) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        if (pipeline.get(CODEC) != null) {
            pipeline.replace(CODEC, CODEC, new AnswerCodec(unexpected, habit, connection::close));
        }
    }
}
