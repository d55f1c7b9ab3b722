package io.eventmanagement.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.RawEventCom;
import io.eventmanagement.time.Time;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.spi.resolver.ResolverProvider;

/** A name that has several addresses, of which some take no connections. */
class AddressesTest {

    private static final String DEAD = "127.0.0.2";
    private static final String ALIVE = "127.0.0.1";
    private static final String ALIVE_6 = "::1";
    private static final int CONNECT_TIMEOUT_MS = 1_000;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Vertx vertx(boolean ours, String... addresses) {
        StringBuilder hosts = new StringBuilder();
        for (String address : addresses) {
            hosts.append(address).append(" event.test\n");
        }
        VertxOptions options = new VertxOptions()
                .setAddressResolverOptions(new AddressResolverOptions().setHostsValue(Buffer.buffer(hosts.toString())));
        Vertx vertx = Vertx.vertx(options);
        open.add(() -> vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
        if (ours) {
            Addresses choice = new Addresses(Time.SYSTEM);
            choice.accept(options);
            choice.install((VertxInternal) vertx, CONNECT_TIMEOUT_MS);
        }
        return vertx;
    }

    private RawEventCom eventCom(String address) throws IOException {
        RawEventCom eventCom = new RawEventCom(address, 0,
                (connection, path, number) -> connection.send(RawEventCom.ok("here")));
        open.add(eventCom);
        return eventCom;
    }

    private static String get(Vertx vertx, int port) throws Exception {
        return vertx.createHttpClient().request(HttpMethod.GET, port, "event.test", "/").compose(request -> request.send())
                .compose(HttpClientResponse::body).map(Buffer::toString)
                .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void theNextAddressIsTriedWhereTheFirstRefuses() throws Exception {
        int port = eventCom(ALIVE).port();

        assertThat(get(vertx(true, DEAD, ALIVE), port)).isEqualTo("here");
        assertThat(get(vertx(true, ALIVE, DEAD), port)).isEqualTo("here");
        assertThat(get(vertx(true, DEAD, "127.0.0.3", "127.0.0.4", ALIVE), port)).isEqualTo("here");
    }

    /** The whole of a connect time-out would be the whole of a call's time. */
    @Test
    void theNextAddressIsTriedWhereTheFirstIsSilent() throws Exception {
        int port = eventCom(ALIVE).port();
        silence(port);

        assertThat(get(vertx(true, DEAD, ALIVE), port)).isEqualTo("here");
    }

    /** A listener whose queue is full drops what else comes. */
    private void silence(int port) throws IOException {
        open.add(new ServerSocket(port, 1, InetAddress.getByName(DEAD)));
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket();
            open.add(socket);
            try {
                socket.connect(new InetSocketAddress(DEAD, port), 200);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        assumeThat(false).as("a listener that is full is silent").isTrue();
    }

    @Test
    void bothFamiliesAreTried() throws Exception {
        RawEventCom eventCom;
        try {
            eventCom = eventCom(ALIVE_6);
        } catch (IOException e) {
            assumeThat(false).as("there is IPv6").isTrue();
            return;
        }

        assertThat(get(vertx(true, DEAD, ALIVE_6), eventCom.port())).isEqualTo("here");
        assertThat(get(vertx(true, ALIVE_6, DEAD), eventCom.port())).isEqualTo("here");
        assertThat(get(vertx(true, ALIVE_6), eventCom.port())).isEqualTo("here");
    }

    @Test
    void itFailsAsOneAddressWouldWhereNoneTakesConnections() throws Exception {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getByName(ALIVE))) {
            port = nobody.getLocalPort();
        }

        assertThatThrownBy(() -> get(vertx(true, DEAD, ALIVE), port)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ConnectException.class);
    }

    @Test
    void familiesTakeTurnsFromTheFirstOn() throws Exception {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String address : new String[] { "::1", "::2", "::3", "1.1.1.1", "2.2.2.2" }) {
            addresses.add(new InetSocketAddress(InetAddress.getByName(address), 1));
        }

        assertThat(AddressRace.inTurn(addresses)).extracting(address -> address.getAddress().getHostAddress()).containsExactly(
                "0:0:0:0:0:0:0:1", "1.1.1.1", "0:0:0:0:0:0:0:2", "2.2.2.2", "0:0:0:0:0:0:0:3");
    }

    /** When this fails, Vert.x tries all addresses by itself: the classes Address… can go. */
    @Test
    void withoutUsVertxTriesTheFirstAddressAlone() throws Exception {
        int port = eventCom(ALIVE).port();

        // Quarkus has Vert.x ask the JVM, which knows nothing of our hosts.
        String before = System.setProperty(ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME, "false");
        try {
            Vertx vertx = vertx(false, DEAD, ALIVE);

            assertThatThrownBy(() -> get(vertx, port)).hasCauseInstanceOf(ConnectException.class);
        } finally {
            if (before == null) {
                System.clearProperty(ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME);
            } else {
                System.setProperty(ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME, before);
            }
        }
    }
}
