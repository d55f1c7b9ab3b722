package io.eventmanagement.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a database is, as platforms say it: {@code postgresql://user:password@host:port/name?parameters}, also with
 * {@code postgres:} or with {@code jdbc:} before it.
 *
 * @param jdbc the same for JDBC, without user and password
 * @param username null if the URL has none
 * @param password null if the URL has none
 */
record DatabaseUrl(String jdbc, String username, String password) {

    /** 1 to 65535. */
    static final String PORT = "(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";

    private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::" + PORT + ")?";

    private static final Pattern URL = Pattern.compile("(?:jdbc:)?postgres(?:ql)?://(?:([^:@/?]*)(?::([^@/?]*))?@)?("
            + HOST + "(?:," + HOST + ")*)/([^/?#]+)(\\?[^#\\s]*)?");

    static Optional<DatabaseUrl> parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            String parameters = parts.group(5) == null ? "" : parts.group(5);
            return Optional.of(new DatabaseUrl("jdbc:postgresql://" + parts.group(3) + '/' + parts.group(4) + parameters,
                    decoded(parts.group(1)), decoded(parts.group(2))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a broken escape
        }
    }

    static String decoded(String text) {
        // A plus sign is itself here, unlike in a form.
        return text == null ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
