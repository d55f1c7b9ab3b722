package io.eventmanagement.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

class WatchersTest {

    private static final Buffer FIRST = Buffer.buffer("first");

    private final Watchers watchers = new Watchers(2);

    /** One that reads, or doesn't. */
    private static final class Watcher {

        private final List<String> told = new ArrayList<>();
        private boolean isFull;
        private boolean isClosed;
        private boolean isReset;
        private boolean isEnded;
        private final HttpServerResponse response = (HttpServerResponse) Proxy.newProxyInstance(
                Watcher.class.getClassLoader(), new Class<?>[] { HttpServerResponse.class },
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "write" -> {
                        told.add(arguments[0].toString());
                        yield Future.succeededFuture();
                    }
                    case "writeQueueFull" -> isFull;
                    case "closed" -> isClosed;
                    case "ended" -> isEnded;
                    case "reset" -> isReset = true;
                    case "end" -> {
                        isEnded = true;
                        yield Future.succeededFuture();
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Watcher given() {
        Watcher watcher = new Watcher();
        watchers.add(watcher.response, FIRST);
        return watcher;
    }

    private void tell(String message) {
        watchers.tell(Buffer.buffer(message));
    }

    @Test
    void eachIsToldAllFirstAndThenWhatIsNew() {
        Watcher one = given();
        tell("a");
        Watcher other = given();
        tell("b");

        assertThat(one.told).containsExactly("first", "a", "b");
        assertThat(other.told).containsExactly("first", "b");
    }

    @Test
    void thereIsRoomForSoManyOnly() {
        Watcher one = given();
        assertThat(watchers.hasRoom()).isTrue();
        given();
        assertThat(watchers.hasRoom()).isFalse();

        watchers.remove(one.response);

        assertThat(watchers.hasRoom()).isTrue();
    }

    @Test
    void nothingWaitsForOneThatDoesNotRead() {
        Watcher slow = given();
        slow.isFull = true;
        for (int i = 0; i < 5; i++) {
            tell("missed");
        }
        slow.isFull = false;
        tell("a");

        assertThat(slow.told).containsExactly("first", "a");
        assertThat(slow.isReset).isFalse();
    }

    @Test
    void oneThatNeverReadsIsDropped() {
        Watcher slow = given();
        Watcher other = given();
        slow.isFull = true;
        for (int i = 0; i < 11; i++) {
            tell("a");
        }

        assertThat(slow.isReset).isTrue();
        assertThat(watchers.size()).isEqualTo(1);
        assertThat(other.told).hasSize(12);
    }

    /** It has missed eleven messages, but never more than two in a row. */
    @Test
    void oneThatReadsNowAndThenIsKept() {
        Watcher slow = given();
        for (int i = 0; i < 33; i++) {
            slow.isFull = i % 3 != 0;
            tell("a");
        }

        assertThat(slow.isReset).isFalse();
        assertThat(slow.told).hasSize(1 + 11);
    }

    @Test
    void oneThatIsGoneIsForgotten() {
        given().isClosed = true;
        tell("a");

        assertThat(watchers.isEmpty()).isTrue();
    }

    @Test
    void allAreEndedAtShutdown() {
        Watcher one = given();

        watchers.end();

        assertThat(one.isEnded).isTrue();
        assertThat(watchers.isEmpty()).isTrue();
    }
}
