package io.eventmanagement.runtime;

import java.util.List;

import io.eventmanagement.runtime.UnexpectedAnswers.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Reads what event.com sends and lets through the one answer that is awaited, if there is one: docs/upstream.md.
 * <p>
 * The end of an answer is held back until all that has come with it is read. Vert.x gives the connection to the next call with
 * it, and what had come before that call was sent would be taken for its answer.
 */
final class AnswerDecoder extends HttpResponseDecoder {

    private final UnexpectedAnswers unexpected;
    private final ClosingHabit habit;

    /** Closes the connection, and before that tells the pool, which could give it to a call as long as it doesn't know. */
    private final Runnable close;

    /** Requests sent whose answer hasn't ended. Without pipelining, which is off, one at most. */
    private int awaited;
    private HttpResponse current;
    private LastHttpContent end;
    /** The connection is being closed, and whatever else comes is dropped. */
    private boolean closing;
    private boolean inputOver;

    /** Complete answers so far, and when the last of them had come. */
    private int answers;
    private long answered;

    AnswerDecoder(UnexpectedAnswers unexpected, ClosingHabit habit, Runnable close) {
        super(new HttpDecoderConfig().setAllowDuplicateContentLengths(true));
        this.unexpected = unexpected;
        this.habit = habit;
        this.close = close;
    }

    void sent() {
        awaited++;
    }

    /** The connection is closed by us. */
    void closing() {
        closing = true;
    }

    @Override
    protected void decode(ChannelHandlerContext connection, ByteBuf in, List<Object> out) throws Exception {
        if (closing) {
            in.skipBytes(in.readableBytes());
        } else if (awaited == 0) {
            in.skipBytes(in.readableBytes());
            refuse(Reason.IDLE);
        } else if (end != null) {
            in.skipBytes(in.readableBytes());
            closeAfter(current);
            closing = true;
            unexpected.count(Reason.AFTER_ANSWER);
        } else {
            int known = out.size();
            super.decode(connection, in, out);
            for (int i = known; i < out.size(); i++) {
                i = look(out, i);
            }
        }
    }

    /** @return the place of the last message that has been looked at */
    private int look(List<Object> out, int i) {
        HttpObject message = (HttpObject) out.get(i);
        if (message.decoderResult().isFailure()) {
            // Not HTTP. Vert.x ends the call by it, and the connection.
            closing = true;
            return i;
        }
        if (message instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                if (response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
                    refuse(Reason.UPGRADE);
                }
                return skipInterim(out, i);
            }
            ConnectionLife.tellVertx(response);
            if (answers > 0) {
                habit.answeredAgain();
            }
            if (habit.isKnown()) {
                closeAfter(response);
            }
            current = response;
        }
        if (message instanceof LastHttpContent last && !inputOver) {
            end = last;
            out.remove(i);
            return i - 1;
        }
        return i;
    }

    /** Takes out an interim answer, which has no body, and the end that the decoder has made for it. */
    private static int skipInterim(List<Object> out, int i) {
        out.remove(i);
        if (i < out.size() && out.get(i) instanceof LastHttpContent) {
            out.remove(i);
        }
        return i - 1;
    }

    private static void closeAfter(HttpResponse response) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }

    private void refuse(Reason reason) {
        closing = true;
        unexpected.count(reason);
        close.run();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext connection) throws Exception {
        if (end != null) {
            LastHttpContent last = end;
            end = null;
            current = null;
            awaited--;
            answers++;
            answered = habit.now();
            connection.fireChannelRead(last);
            if (closing) {
                close.run();
            }
        }
        super.channelReadComplete(connection);
    }

    @Override
    public void channelInactive(ChannelHandlerContext connection) throws Exception {
        boolean lost = awaited > 0;
        boolean soon = answers == 1 && habit.now() - answered < ClosingHabit.SOON_NANOS;
        if (!closing && answers > 0 && current == null && (lost || soon)) {
            habit.closedUnasked();
        }
        super.channelInactive(connection);
    }

    /** The connection has ended, and with it the answer if nothing else says where it ends. */
    @Override
    protected void decodeLast(ChannelHandlerContext connection, ByteBuf in, List<Object> out) throws Exception {
        inputOver = true;
        if (end != null) {
            out.add(end);
            end = null;
            awaited--;
        }
        if (awaited > 0) {
            super.decodeLast(connection, in, out);
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext connection) throws Exception {
        if (end != null) {
            end.release();
            end = null;
        }
        super.handlerRemoved0(connection);
    }
}
