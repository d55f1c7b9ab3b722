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
 * Decodes what event.com sends, and lets through only the answer that is expected, if any (docs/upstream.md).
 * <p>
 * The end of an answer is held back until everything that arrived with it is read. With the end, Vert.x gives the connection to
 * the next call, and bytes that had arrived before that call was sent would be taken for its answer.
 */
final class AnswerDecoder extends HttpResponseDecoder {

    private final UnexpectedAnswers unexpected;
    private final ClosingHabit habit;

    /** Tells the pool, then closes the connection. Until the pool knows, it could still give the connection to a call. */
    private final Runnable close;

    /** Requests whose answer hasn't ended. Pipelining is off, so there is at most one. */
    private int awaited;
    private HttpResponse current;
    private LastHttpContent end;
    /** The connection is being closed, and whatever else arrives is dropped. */
    private boolean closing;
    private boolean inputOver;

    /** Complete answers so far, and when the last of them arrived. */
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

    /** We are closing the connection. */
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

    /** @return the index of the last message that was looked at */
    private int look(List<Object> out, int i) {
        HttpObject message = (HttpObject) out.get(i);
        if (message.decoderResult().isFailure()) {
            // Not HTTP. Vert.x fails the call with it, and closes the connection.
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

    /** Removes an interim answer, which has no body, and the end that the decoder made for it. */
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

    /** The connection has ended. That ends the answer too, if nothing else says where the answer ends. */
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
