package io.eventmanagement.redis;

import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Why Redis can't be used, in words for the log. */
final class Reason {

    static final String NO_REPLY = "it doesn't reply in time";

    static final String ENDED = "its connection ended";

    /** What Redis adds to an error of a script, by its version before or after the error itself. */
    private static final Pattern SCRIPT = Pattern
            .compile(
                    "^(ERR )?Error running script \\(call to \\w+\\): |@?user_script: ?\\d+: ?-?|,? ?script: \\w+, on @user_script:\\d+\\.?");

    private Reason() {
    }

    static String of(Throwable thrown) {
        String message = thrown.getMessage();
        if (thrown instanceof TimeoutException) {
            return NO_REPLY;
        }
        if (message == null || message.isBlank()) {
            return "its connection failed";
        }
        if (thrown instanceof NullPointerException || thrown instanceof ClassCastException) {
            return "its reply can't be read";
        }
        return message.equals("CONNECTION_CLOSED") ? ENDED : SCRIPT.matcher(message).replaceAll("").strip();
    }
}
