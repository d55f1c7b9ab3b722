package io.eventmanagement.reads;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

import io.eventmanagement.redis.RedisKeys;

/**
 * What a key in Redis holds (docs/shared-cache.md, "Keys and values").
 *
 * @param mayBeFresh false once it is only to be served stale
 * @param fetchedAt on Redis' clock, in milliseconds
 * @param epoch of the log when it was put
 * @param json empty for the word that there is none
 */
record SharedValue(boolean mayBeFresh, long fetchedAt, String epoch, Optional<byte[]> json) {

    static final int EPOCH_LENGTH = 16;

    private static final int TIME_LENGTH = 13;
    private static final int HEADER = 3 + TIME_LENGTH + EPOCH_LENGTH;
    private static final Pattern FORM = Pattern
            .compile(RedisKeys.VERSION + "[fx][pa]\\d{" + TIME_LENGTH + "}[0-9a-f]{" + EPOCH_LENGTH + "}");

    /**
     * @param name that it has to have
     * @return empty if it has another, isn't of this version, or is nothing that we have put there
     */
    static Optional<SharedValue> read(byte[] bytes, String name) {
        byte[] named = (name + '\n').getBytes(StandardCharsets.UTF_8);
        int start = HEADER + named.length;
        if (bytes.length < start || !Arrays.equals(named, 0, named.length, bytes, HEADER, start)) {
            return Optional.empty();
        }
        String header = new String(bytes, 0, HEADER, StandardCharsets.ISO_8859_1);
        if (!FORM.matcher(header).matches()) {
            return Optional.empty();
        }
        boolean isPresent = header.charAt(2) == 'p';
        return Optional.of(new SharedValue(header.charAt(1) == 'f', Long.parseLong(header.substring(3, 3 + TIME_LENGTH)),
                header.substring(3 + TIME_LENGTH),
                isPresent ? Optional.of(Arrays.copyOfRange(bytes, start, bytes.length)) : Optional.empty()));
    }
}
