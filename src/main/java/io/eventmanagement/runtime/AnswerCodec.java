package io.eventmanagement.runtime;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;

/**
 * The HTTP/1.1 codec of a connection to event.com. It replaces Netty's {@code HttpClientCodec}, which doesn't show the bytes
 * that are left over when an answer ends. It doesn't support {@code HEAD} and {@code CONNECT}, which nobody sends.
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
