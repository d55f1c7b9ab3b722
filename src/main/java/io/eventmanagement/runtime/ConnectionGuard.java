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
 * Puts an {@link AnswerCodec} into each connection to event.com when it is made. The REST client shows its Vert.x client to its
 * filters alone, hence a filter.
 * <p>
 * Vert.x takes a {@code 102} for the answer, and its 200 for the next call's; this, and what else it would give to the wrong
 * call, is in {@code VertxConnectionsTest}, which says when this is no longer needed (no issue of Vert.x' tells of it;
 * eclipse-vertx/vert.x#4508 taught it {@code 103} alone).
 */
@Singleton
public class ConnectionGuard implements ResteasyReactiveClientRequestFilter {

    /** The names of Vert.x' for Netty's codec. */
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

    /** The builder, which would be the place for this by now, is the REST client's own. */
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
