package io.eventmanagement.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.eventmanagement.reads.Freshness;

/** Reads {@code no-cache} and {@code max-age} from a client's {@code Cache-Control} (RFC 9111, 5.2.1). */
final class CacheDirectives {

    private static final Pattern DIRECTIVE = Pattern
            .compile("\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*(?:=\\s*(\"[^\"]*\"|[^,]*))?(?:,|$)");

    /** Seconds, about 68 years. Greater numbers are read as this one (RFC 9111, 1.2.2). */
    private static final long LONGEST = Integer.MAX_VALUE;

    private CacheDirectives() {
    }

    static Freshness read(List<String> cacheControl) {
        Freshness wish = Freshness.ANY;
        for (String line : cacheControl) {
            Matcher directive = DIRECTIVE.matcher(line);
            while (directive.find()) {
                String name = directive.group(1).toLowerCase(Locale.ROOT);
                if (name.equals("no-cache")) {
                    return Freshness.FETCHED;
                }
                if (name.equals("max-age")) {
                    wish = Freshness.atMost(Duration.ofSeconds(seconds(directive.group(2))));
                }
            }
        }
        return wish;
    }

    /** Anything but a number counts as 0: asking for the freshest answer is never wrong. */
    private static long seconds(String value) {
        String digits = value == null ? "" : value.replace("\"", "").strip();
        if (!digits.matches("\\d+")) {
            return 0;
        }
        return digits.length() > 10 ? LONGEST : Math.min(LONGEST, Long.parseLong(digits));
    }
}
