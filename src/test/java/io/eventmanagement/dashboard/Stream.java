package io.eventmanagement.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

import io.vertx.core.json.JsonObject;

/** One who watches, as a browser does. */
final class Stream implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    record Message(String event, JsonObject data) {
    }

    Stream(String url) {
        try {
            response = HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofInputStream());
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** Waits for it. */
    Message next() {
        try {
            String event = lines.readLine();
            String data = lines.readLine();
            String end = lines.readLine();
            if (event == null || data == null || end == null || !end.isEmpty()) {
                throw new IllegalStateException(event + "\n" + data + "\n" + end);
            }
            return new Message(event.substring("event: ".length()), new JsonObject(data.substring("data: ".length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for one that is so. */
    Message next(Predicate<Message> wanted) {
        Message message = next();
        while (!wanted.test(message)) {
            message = next();
        }
        return message;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
