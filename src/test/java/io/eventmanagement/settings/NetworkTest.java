package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({ "10.0.0.1, 10.0.0.1, true", "10.0.0.1, 10.0.0.2, false", "10.0.0.0/8, 10.255.255.255, true",
            "10.0.0.0/8, 11.0.0.0, false", "10.1.2.3/8, 10.9.9.9, true", "192.0.2.128/25, 192.0.2.127, false",
            "192.0.2.128/25, 192.0.2.128, true", "0.0.0.0/0, 203.0.113.9, true", "0.0.0.0/0, 2001:db8::1, false",
            "::/0, 10.0.0.1, false", "fd00::/8, fdff::1, true", "fd00::/8, fe00::1, false", "::1, ::1, true",
            "2001:db8::/33, 2001:db8:7fff::1, true", "2001:db8::/33, 2001:db8:8000::1, false",
            "10.0.0.0/8, ::ffff:10.0.0.1, true", "::ffff:10.0.0.1, 10.0.0.1, true" })
    void aNetworkContainsTheAddressesThatShareItsBits(String network, String address, boolean contained) {
        assertThat(Network.parse(network).orElseThrow().contains(Network.address(address).orElseThrow())).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "localhost", "10.0.0", "10.0.0.256", "10.0.0.1/33", "10.0.0.0/", "10.0.0.0/-1",
            "10.0.0.0/8/8",
            "10.0.0.0/x", "fd00::/129", "[::1]", "10.0.0.1 ", "::1%eth0/64", "10.0.0.1:80" })
    void whatIsNoNetworkIsNone(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }
}
