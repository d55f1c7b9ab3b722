package io.eventmanagement.web;

import java.lang.reflect.Type;

import jakarta.inject.Singleton;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.providers.serialisers.ServerByteArrayMessageBodyHandler;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes answers as fast as clients read them. Quarkus' own writer copies the whole answer for each client to memory outside of
 * the heap, where it stays for as long as the client likes.
 * <p>
 * An answer ends when its last bytes are out, so that a graceful shutdown waits for them.
 */
@Provider
@Singleton
@ConstrainedTo(RuntimeType.SERVER)
public class AnswerWriter extends ServerByteArrayMessageBodyHandler {

    /** The most bytes on their way to one client at a time, and the longest answer that is written at once. */
    static final int CHUNK = 64 * 1024;

    private final Answers answers;

    AnswerWriter(Answers answers) {
        this.answers = answers;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == byte[].class;
    }

    @Override
    public void writeResponse(byte[] bytes, Type genericType, ServerRequestContext context) {
        if (bytes.length <= CHUNK) {
            context.serverResponse().end(bytes);
            return;
        }
        HttpServerRequest request = ((ResteasyReactiveRequestContext) context).serverRequest()
                .unwrap(HttpServerRequest.class);
        HttpServerResponse response = request.response();
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        LongAnswer answer = new LongAnswer(bytes, response, ClientConnection.of(request));
        if (!answers.begin(answer)) {
            throw new TooManyAnswersException();
        }
        response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes.length));
        answer.write();
    }

    private final class LongAnswer implements Answers.Writing {

        private final byte[] bytes;
        private final HttpServerResponse response;
        private final ClientConnection connection;
        private int written;

        LongAnswer(byte[] bytes, HttpServerResponse response, ClientConnection connection) {
            this.bytes = bytes;
            this.response = response;
            this.connection = connection;
        }

        void write() {
            if (connection != null) {
                connection.writing();
            }
            int length = Math.min(CHUNK, bytes.length - written);
            int from = written;
            written += length;
            response.write(BufferImpl.buffer(Unpooled.wrappedBuffer(bytes, from, length)), this::taken);
        }

        private void taken(AsyncResult<Void> chunk) {
            if (chunk.failed() || response.closed()) {
                answers.end(this);
            } else if (written < bytes.length) {
                write();
            } else {
                answers.end(this);
                response.end();
            }
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public long stalledNanos() {
            return connection == null ? 0 : connection.stalledNanos();
        }

        @Override
        public void abort() {
            connection.abort();
        }
    }
}
