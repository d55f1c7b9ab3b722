package io.eventmanagement.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.net.HostAndPort;

class ForeignPagesTest {

    private static boolean isOf(String origin, String host) {
        return ForeignPages.isOf(origin, HostAndPort.parseAuthority(host, -1));
    }

    @ParameterizedTest
    @CsvSource({ "http://localhost:9000, localhost:9000", "http://LOCALHOST:9000, localhost:9000",
            "http://localhost, localhost",
            "http://localhost, localhost:80", "http://localhost:80, localhost", "https://ops.example, ops.example",
            "https://ops.example, ops.example:443", "https://ops.example:443, ops.example", "http://[::1]:9000, [::1]:9000",
            "http://10.0.0.1:9000, 10.0.0.1:9000", "http://[::1], [::1]" })
    void itsOwnPagesMaySend(String origin, String host) {
        assertThat(isOf(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({ "http://evil.example:9000, localhost:9000", "http://localhost:9001, localhost:9000",
            "http://localhost, localhost:9000", "https://localhost, localhost:80", "http://localhost, localhost:443",
            "http://localhost.evil.example:9000, localhost:9000", "http://[::2]:9000, [::1]:9000",
            "http://localhost:9000@evil.example, localhost:9000" })
    void othersMayNot(String origin, String host) {
        assertThat(isOf(origin, host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "null", "", "localhost:9000", "file://", "http://", "http:// ", "://localhost:9000" })
    void norWhatIsNoOrigin(String origin) {
        assertThat(isOf(origin, "localhost:9000")).isFalse();
    }

    @Test
    void norWhereItIsNotSaidForWhichHostItIs() {
        assertThat(ForeignPages.isOf("http://localhost", null)).isFalse();
    }
}
