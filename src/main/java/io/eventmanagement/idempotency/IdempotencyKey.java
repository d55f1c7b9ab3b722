package io.eventmanagement.idempotency;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.eventmanagement.paging.InvalidParameterException;
import io.eventmanagement.paging.InvalidParameterException.ParameterError;

/** The header by which a client marks a request that it may repeat. */
public final class IdempotencyKey {

    public static final String HEADER = "Idempotency-Key";

    /** {@code true} in an answer that an earlier request with the same key brought about. */
    public static final String REPLAYED = "Idempotent-Replayed";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private IdempotencyKey() {
    }

    /** @throws InvalidParameterException if it is given more than once or isn't one */
    public static Optional<String> read(List<String> given) {
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.size() > 1 || !KEY.matcher(given.get(0)).matches()) {
            throw new InvalidParameterException(List.of(new ParameterError(HEADER,
                    "must have 1 to 255 visible ASCII characters, given once")));
        }
        return Optional.of(given.get(0));
    }
}
