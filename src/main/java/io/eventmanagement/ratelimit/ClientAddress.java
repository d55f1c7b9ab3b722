package io.eventmanagement.ratelimit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import io.eventmanagement.settings.Network;

/**
 * From which address a request comes: the right-most of {@code X-Forwarded-For} that is no trusted proxy's. What is further
 * left is what the client says of itself.
 */
final class ClientAddress {

    private final List<Network> trusted;

    ClientAddress(List<Network> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** @return the same for all addresses of one client: of IPv6 these are a whole /64 */
    String of(String peer, List<String> forwardedFor) {
        byte[] client = Network.address(withoutZone(peer)).orElse(null);
        if (client == null) {
            return peer;
        }
        List<String> hops = new ArrayList<>();
        forwardedFor.forEach(line -> hops.addAll(Arrays.asList(line.split(",", -1))));
        for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
            Optional<byte[]> next = Network.address(withoutPort(hops.get(i).strip()));
            if (next.isEmpty()) {
                // Nobody can tell what is left of it. The proxy that wrote it is the nearest that is known.
                break;
            }
            client = next.get();
        }
        return HexFormat.of().formatHex(client.length == 4 ? client : Arrays.copyOf(client, 8));
    }

    private boolean isTrusted(byte[] address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /** Some proxies write {@code 192.0.2.1:4711} or {@code [2001:db8::1]:4711}. */
    private static String withoutPort(String hop) {
        int end = hop.indexOf(']');
        if (hop.startsWith("[") && end > 0) {
            return hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
