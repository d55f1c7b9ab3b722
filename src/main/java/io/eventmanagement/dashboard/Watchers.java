package io.eventmanagement.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Who watches: each gets the same bytes. One that doesn't read gets nothing more, so nothing waits for it, and is dropped
 * after a while. Not thread-safe.
 */
final class Watchers {

    /** Messages that one may miss in a row. */
    private static final int MOST_MISSED = 10;

    private final int most;
    private final Map<HttpServerResponse, Integer> missed = new LinkedHashMap<>();

    Watchers(int most) {
        this.most = most;
    }

    boolean hasRoom() {
        return missed.size() < most;
    }

    boolean isEmpty() {
        return missed.isEmpty();
    }

    int size() {
        return missed.size();
    }

    void add(HttpServerResponse watcher, Buffer first) {
        missed.put(watcher, 0);
        watcher.write(first);
    }

    void remove(HttpServerResponse watcher) {
        missed.remove(watcher);
    }

    void tell(Buffer message) {
        List<HttpServerResponse> gone = new ArrayList<>();
        missed.replaceAll((watcher, before) -> {
            if (watcher.ended() || watcher.closed()) {
                gone.add(watcher);
            } else if (!watcher.writeQueueFull()) {
                watcher.write(message);
                return 0;
            } else if (before == MOST_MISSED) {
                gone.add(watcher);
                watcher.reset();
            }
            return before + 1;
        });
        gone.forEach(missed::remove);
    }

    /** Ends them all. */
    void end() {
        missed.keySet().forEach(watcher -> {
            if (!watcher.ended() && !watcher.closed()) {
                watcher.end();
            }
        });
        missed.clear();
    }

    /** A message of server-sent events (HTML, 9.2.6). */
    static Buffer message(String event, Buffer json) {
        return Buffer.buffer("event: ").appendString(event).appendString("\ndata: ").appendBuffer(json).appendString("\n\n");
    }
}
