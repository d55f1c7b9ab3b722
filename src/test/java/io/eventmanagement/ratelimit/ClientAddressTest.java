package io.eventmanagement.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.eventmanagement.settings.Network;

class ClientAddressTest {

    private static final ClientAddress NOBODY_TRUSTED = new ClientAddress(List.of());

    private static final ClientAddress BEHIND_PROXIES = new ClientAddress(
            Stream.of("10.0.0.0/8", "fd00::/8").map(Network::parse).map(java.util.Optional::orElseThrow).toList());

    @Test
    void withoutTrustedProxiesNobodysWordCounts() {
        assertThat(NOBODY_TRUSTED.of("203.0.113.1", List.of("198.51.100.7")))
                .isEqualTo(NOBODY_TRUSTED.of("203.0.113.1", List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "203.0.113.1 | 198.51.100.7                        | 203.0.113.1", // the peer is no proxy of ours
            "10.0.0.1    |                                     | 10.0.0.1",
            "10.0.0.1    | 198.51.100.7                        | 198.51.100.7",
            "10.0.0.1    | 192.0.2.66, 198.51.100.7            | 198.51.100.7", // what the client has put in front
            "10.0.0.1    | 198.51.100.7, 10.0.0.2              | 198.51.100.7",
            "10.0.0.1    | 198.51.100.7,10.0.0.3 , fd00::2     | 198.51.100.7",
            "10.0.0.1    | 10.0.0.9, 10.0.0.2                  | 10.0.0.9",
            "10.0.0.1    | 198.51.100.7, unknown, 10.0.0.2     | 10.0.0.2",
            "10.0.0.1    | 198.51.100.7, garbage               | 10.0.0.1",
            "10.0.0.1    | 198.51.100.7,                       | 10.0.0.1",
            "10.0.0.1    | 198.51.100.7:4711                   | 198.51.100.7",
            "10.0.0.1    | [2001:db8:1:2::1]:4711              | 2001:db8:1:2::1",
            "10.0.0.1    | ::ffff:198.51.100.7                 | 198.51.100.7",
            "::ffff:10.0.0.1 | 198.51.100.7                    | 198.51.100.7",
            "fd00::1%eth0 | 198.51.100.7                       | 198.51.100.7" })
    void theRightMostAddressThatIsNoProxyOfOursIsTheClient(String peer, String forwardedFor, String client) {
        List<String> lines = forwardedFor == null ? List.of() : List.of(forwardedFor);

        assertThat(BEHIND_PROXIES.of(peer, lines)).isEqualTo(NOBODY_TRUSTED.of(client, List.of()));
    }

    @Test
    void severalHeadersAreOneListInTheirOrder() {
        assertThat(BEHIND_PROXIES.of("10.0.0.1", List.of("192.0.2.66", "198.51.100.7", "10.0.0.2")))
                .isEqualTo(NOBODY_TRUSTED.of("198.51.100.7", List.of()));
    }

    @ParameterizedTest
    @CsvSource({ "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true", "2001:db8:1:2::1, 2001:db8:1:3::1, false",
            "192.0.2.1, 192.0.2.2, false", "192.0.2.1, ::ffff:192.0.2.1, true" })
    void theAddressesOfOneIPv6NetworkAreOneClient(String one, String other, boolean same) {
        assertThat(NOBODY_TRUSTED.of(one, List.of()).equals(NOBODY_TRUSTED.of(other, List.of()))).isEqualTo(same);
    }
}
