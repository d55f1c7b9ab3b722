package io.eventmanagement.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.net.HostAndPort;

/** By which names the dashboard is told in dev mode, where a browser of the developer's may be led to it. */
class DashboardNamesTest {

    @ParameterizedTest
    @ValueSource(strings = { "localhost:9000", "LOCALHOST:9000", "a.localhost:9000", "127.0.0.1:9000", "[::1]:9000" })
    void thisHostsOwnAreLocal(String authority) {
        assertThat(Dashboard.isLocal(HostAndPort.parseAuthority(authority, 80))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "evil.example:9000", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1:9000" })
    void othersAreNot(String authority) {
        assertThat(Dashboard.isLocal(HostAndPort.parseAuthority(authority, 80))).isFalse();
    }

    @Test
    void noneIsNot() {
        assertThat(Dashboard.isLocal(null)).isFalse();
    }
}
