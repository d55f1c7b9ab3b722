package io.eventmanagement.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy: {@code http://user:password@host:port}.
 *
 * @param host an IPv6 address has no brackets here
 * @param user null if the URL has none; so is the password then
 */
record ProxyUrl(String host, int port, String user, String password) {

    private static final Pattern URL = Pattern.compile("http://(?:([^:@/?#\\s]+):([^@/?#\\s]+)@)?"
            + "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(" + DatabaseUrl.PORT + ")/?");

    static Optional<ProxyUrl> parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProxyUrl(parts.group(3).replaceAll("[\\[\\]]", ""), Integer.parseInt(parts.group(4)),
                    DatabaseUrl.decoded(parts.group(1)), DatabaseUrl.decoded(parts.group(2))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a broken escape
        }
    }
}
