package io.eventmanagement.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Who watches: each gets the same bytes. One that doesn't read gets nothing more, so nothing waits for it. If it reads again it
 * is told all; else its connection is closed after a while. It takes a place until that has closed. Not thread-safe.
 */
final class Watchers {

    /** Messages that one may miss in a row. */
    private static final int MOST_MISSED = 10;

    private static final class Watcher {

        private final Runnable abort;
        private int missed;

        private Watcher(Runnable abort) {
            this.abort = abort;
        }
    }

    private final int most;
    private final Map<HttpServerResponse, Watcher> all = new LinkedHashMap<>();

    Watchers(int most) {
        this.most = most;
    }

    boolean hasRoom() {
        return all.size() < most;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    /** @param abort closes its connection, although it doesn't read what was written */
    void add(HttpServerResponse watcher, Runnable abort, Buffer first) {
        all.put(watcher, new Watcher(abort));
        watcher.write(first);
    }

    void remove(HttpServerResponse watcher) {
        all.remove(watcher);
    }

    /** @param all for one that has missed something */
    void tell(Buffer message, Supplier<Buffer> all) {
        List<HttpServerResponse> gone = new ArrayList<>();
        this.all.forEach((response, watcher) -> {
            if (response.ended() || response.closed()) {
                gone.add(response);
            } else if (watcher.missed > MOST_MISSED) {
                // Again, if it hasn't closed yet.
                watcher.abort.run();
            } else if (!response.writeQueueFull()) {
                response.write(watcher.missed == 0 ? message : all.get());
                watcher.missed = 0;
            } else if (++watcher.missed > MOST_MISSED) {
                watcher.abort.run();
            }
        });
        gone.forEach(this.all::remove);
    }

    /** Ends them all. */
    void end() {
        all.keySet().forEach(watcher -> {
            if (!watcher.ended() && !watcher.closed()) {
                watcher.end();
            }
        });
        all.clear();
    }

    /** A message of server-sent events (HTML, 9.2.6). */
    static Buffer message(String event, Buffer json) {
        return Buffer.buffer("event: ").appendString(event).appendString("\ndata: ").appendBuffer(json).appendString("\n\n");
    }
}
