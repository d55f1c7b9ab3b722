package io.eventmanagement.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client would rather have (RFC 7240). Of a preference that is named twice the first counts; what isn't known is
 * ignored.
 *
 * @param respondAsync whether it needn't wait for the end
 * @param waiting how long it would wait; empty if it doesn't say
 */
public record Prefer(boolean respondAsync, Optional<Duration> waiting) {

    public static final String HEADER = "Prefer";
    public static final String APPLIED = "Preference-Applied";
    public static final String RESPOND_ASYNC = "respond-async";

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*\"";

    /** A name, perhaps a value, and whatever parameters follow. */
    private static final Pattern PREFERENCE = Pattern.compile("[ \\t]*(" + TOKEN + ")(?:[ \\t]*=[ \\t]*(" + TOKEN + "|" + QUOTED
            + "))?((?:[ \\t]*;(?:[^,\"]|" + QUOTED + ")*)?)[ \\t]*");

    /** @param lines the header's fields */
    public static Prefer read(List<String> lines) {
        boolean respondAsync = false;
        String wait = null;
        for (String line : lines) {
            for (String one : split(line)) {
                Matcher preference = PREFERENCE.matcher(one);
                if (!preference.matches()) {
                    continue;
                }
                String name = preference.group(1).toLowerCase(Locale.ROOT);
                respondAsync |= name.equals(RESPOND_ASYNC);
                if (name.equals("wait") && wait == null) {
                    wait = preference.group(2) == null ? "" : unquoted(preference.group(2));
                }
            }
        }
        return new Prefer(respondAsync, seconds(wait));
    }

    /** At the commas outside of quotes. */
    private static List<String> split(String line) {
        return List.of(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1));
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    private static Optional<Duration> seconds(String wait) {
        return wait != null && wait.matches("\\d{1,9}") ? Optional.of(Duration.ofSeconds(Long.parseLong(wait)))
                : Optional.empty();
    }
}
