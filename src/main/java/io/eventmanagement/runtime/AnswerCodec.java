package io.eventmanagement.runtime;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;

/**
 * HTTP/1.1 on a connection to event.com, in the place of Netty's {@code HttpClientCodec}, which doesn't show what it has left
 * over when an answer ends. {@code HEAD} and {@code CONNECT}, which nobody sends, it doesn't know.
 */
final class AnswerCodec extends CombinedChannelDuplexHandler<AnswerDecoder, HttpRequestEncoder> {

    /** @param close closes the connection */
    AnswerCodec(UnexpectedAnswers unexpected, ClosingHabit habit, Runnable close) {
        super(new AnswerDecoder(unexpected, habit, close), new HttpRequestEncoder());
    }

    @Override
    public void write(ChannelHandlerContext connection, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpRequest) {
            inboundHandler().sent();
        }
        super.write(connection, message, promise);
    }

    @Override
    public void close(ChannelHandlerContext connection, ChannelPromise promise) throws Exception {
        inboundHandler().closing();
        super.close(connection, promise);
    }
}
