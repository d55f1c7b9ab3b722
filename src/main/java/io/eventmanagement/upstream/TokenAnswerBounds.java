package io.eventmanagement.upstream;

import java.util.function.BooleanSupplier;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;

/**
 * Reads an answer's body only up to a size, and only for a while. Nothing more is read then, so that the request's idle
 * time-out ends it, and its connection. (A body that failed would be read to its end, and thrown away.)
 *
 * @param bytes how many are read at most, and what is on the way already
 * @param isOver whether the time is over
 */
record TokenAnswerBounds(int bytes, BooleanSupplier isOver) implements BodyCodec<Buffer> {

    @Override
    public void create(Handler<AsyncResult<BodyStream<Buffer>>> handler) {
        Handler<AsyncResult<BodyStream<Buffer>>> bounded = created -> handler.handle(created.map(Bounded::new));
        BodyCodec.buffer().create(bounded);
    }

    private final class Bounded implements BodyStream<Buffer> {

        private final BodyStream<Buffer> body;
        private int read;
        private boolean isFull;

        private Bounded(BodyStream<Buffer> body) {
            this.body = body;
        }

        @Override
        public Future<Void> write(Buffer data) {
            count(data);
            return isFull ? Future.succeededFuture() : body.write(data);
        }

        @Override
        public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
            write(data).onComplete(handler);
        }

        private void count(Buffer data) {
            read += data.length();
            isFull = isFull || read > bytes || isOver.getAsBoolean();
        }

        /** Once it is, whoever writes waits for its drain handler, which isn't called. */
        @Override
        public boolean writeQueueFull() {
            return isFull;
        }

        @Override
        public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
            return this;
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int size) {
            return this;
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
            body.exceptionHandler(handler);
            return this;
        }

        @Override
        public void end(Handler<AsyncResult<Void>> handler) {
            body.end(handler);
        }

        @Override
        public void handle(Throwable failure) {
            body.handle(failure);
        }

        @Override
        public Future<Buffer> result() {
            return isFull ? Future.failedFuture("more than is read") : body.result();
        }
    }
}
