package io.eventmanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

/** TLS 1.2 and 1.3 are both spoken, with clients and with event.com: Quarkus' TLS registry alone would take 1.3 only. */
class TlsIT {

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path dir;

    private static Path keyStore;
    private static SSLContext context;

    @BeforeAll
    static void makeACertificate() throws Exception {
        keyStore = dir.resolve("tls.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias", "tls", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12", "-storepass", PASSWORD, "-keystore", keyStore.toString()).inheritIO().start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS) && keytool.exitValue() == 0).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("tls", keys.getCertificate("tls"));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(trusted);
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
    }

    @Test
    void clientsSpeakEither() throws Exception {
        try (PackagedService service = PackagedService.start(Map.of("EVENT_API_STAND_IN", "true",
                "QUARKUS_HTTP_TLS_CONFIGURATION_NAME", "https", "QUARKUS_TLS_HTTPS_KEY_STORE_P12_PATH", keyStore.toString(),
                "QUARKUS_TLS_HTTPS_KEY_STORE_P12_PASSWORD", PASSWORD, "QUARKUS_HTTP_SSL_PORT", "0"))) {

            assertThat(spokenWith(service.tlsPort(), "TLSv1.2")).isEqualTo("TLSv1.2");
            assertThat(spokenWith(service.tlsPort(), "TLSv1.3")).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void eventComSpeaksEither() throws Exception {
        for (String protocol : new String[] { "TLSv1.2", "TLSv1.3" }) {
            HttpsServer eventCom = eventCom(protocol);
            Map<String, String> settings = new HashMap<>(Map.of(
                    "EVENT_API_BASE_URL", "https://localhost:" + eventCom.getAddress().getPort(),
                    "QUARKUS_REST_CLIENT_EVENT_API_TLS_CONFIGURATION_NAME", "upstream",
                    "QUARKUS_TLS_UPSTREAM_TRUST_STORE_P12_PATH", keyStore.toString(),
                    "QUARKUS_TLS_UPSTREAM_TRUST_STORE_P12_PASSWORD", PASSWORD));
            try (PackagedService service = PackagedService.start(settings)) {
                assertThat(service.get("/getUsers").body()).as(protocol).isEqualTo("[]");
            } finally {
                eventCom.stop(0);
            }
        }
    }

    private static String spokenWith(int port, String protocol) throws Exception {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            socket.setEnabledProtocols(new String[] { protocol });
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    private static HttpsServer eventCom(String protocol) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {

            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setProtocols(new String[] { protocol });
                parameters.setSSLParameters(tls);
            }
        });
        server.createContext("/getUsers", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write("[]".getBytes());
            }
        });
        server.start();
        return server;
    }
}
