package io.eventmanagement.settings;

import java.util.Arrays;
import java.util.Optional;

import io.netty.util.NetUtil;

/**
 * An address, or a range of them (CIDR). Nothing here asks a name server.
 *
 * @param bits of the address that count
 */
public record Network(byte[] address, int bits) {

    private static final byte[] MAPPED = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1 };

    /** Four bytes or sixteen; an IPv4 address that is written as one of IPv6 is one of IPv4. Empty if it is no address. */
    public static Optional<byte[]> address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null || text.contains("[") || text.contains("%")) {
            return Optional.empty();
        }
        boolean mapped = bytes.length == 16 && Arrays.equals(Arrays.copyOf(bytes, 12), MAPPED);
        return Optional.of(mapped ? Arrays.copyOfRange(bytes, 12, 16) : bytes);
    }

    /** {@code 10.0.0.1}, {@code 10.0.0.0/8}, {@code fd00::/8}; empty if it is none. */
    public static Optional<Network> parse(String text) {
        String[] parts = text.split("/", -1);
        Optional<byte[]> address = address(parts[0]);
        if (address.isEmpty() || parts.length > 2 || parts.length == 2 && !parts[1].matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int longest = address.get().length * 8;
        int bits = parts.length == 1 ? longest : Integer.parseInt(parts[1]);
        return bits > longest ? Optional.empty() : Optional.of(new Network(address.get(), bits));
    }

    public boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((address[bit / 8] ^ other[bit / 8]) & 0x80 >> bit % 8) != 0) {
                return false;
            }
        }
        return true;
    }
}
