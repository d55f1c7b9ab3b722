package io.eventmanagement.upstream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;

/**
 * Keeps an answer's body only up to a size. One that is longer fails at once, and the rest of it is read and thrown away.
 *
 * @param bytes how many are kept at most
 */
record TokenAnswerBounds(int bytes) implements BodyCodec<Buffer> {

    @Override
    public void create(Handler<AsyncResult<BodyStream<Buffer>>> handler) {
        Handler<AsyncResult<BodyStream<Buffer>>> bounded = created -> handler.handle(created.map(Bounded::new));
        BodyCodec.buffer().create(bounded);
    }

    private final class Bounded implements BodyStream<Buffer> {

        private final BodyStream<Buffer> body;
        private int read;

        private Bounded(BodyStream<Buffer> body) {
            this.body = body;
        }

        @Override
        public Future<Void> write(Buffer data) {
            read += data.length();
            return read > bytes ? Future.failedFuture("more than " + bytes + " bytes") : body.write(data);
        }

        @Override
        public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
            write(data).onComplete(handler);
        }

        @Override
        public boolean writeQueueFull() {
            return false;
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
            return body.result();
        }
    }
}
