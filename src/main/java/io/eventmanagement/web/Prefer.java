package io.eventmanagement.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client would rather have (RFC 7240). Of a preference that is named twice the first counts; what isn't known, or isn't
 * readable, is ignored.
 *
 * @param respondAsync whether it needn't wait for the end
 * @param waiting how long it would wait; empty if it doesn't say
 */
public record Prefer(boolean respondAsync, Optional<Duration> waiting) {

    public static final String HEADER = "Prefer";
    public static final String APPLIED = "Preference-Applied";
    public static final String RESPOND_ASYNC = "respond-async";

    /** No preference. */
    public static final Prefer NOTHING = new Prefer(false, Optional.empty());

    private static final String WAIT = "wait";

    /** Whoever would wait longer may as well wait for ever. */
    private static final int MOST_DIGITS = 9;

    /** @param lines the header's fields */
    public static Prefer read(List<String> lines) {
        boolean respondAsync = false;
        String wait = null;
        for (String line : lines) {
            Scanner scanner = new Scanner(line);
            while (scanner.next()) {
                respondAsync |= scanner.name.equals(RESPOND_ASYNC);
                if (wait == null && scanner.name.equals(WAIT)) {
                    wait = scanner.value;
                }
            }
        }
        return new Prefer(respondAsync, wait == null ? Optional.empty() : seconds(wait));
    }

    private static Optional<Duration> seconds(String wait) {
        if (wait.isEmpty() || !wait.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return Optional.empty();
        }
        String digits = wait.replaceFirst("^0+(?=.)", "");
        return Optional
                .of(Duration.ofSeconds(Long.parseLong(digits.length() > MOST_DIGITS ? "9".repeat(MOST_DIGITS) : digits)));
    }

    /**
     * Goes from preference to preference, looking at each character once. No library's: those for HTTP's headers read lists of
     * tokens or structured fields, of which these are neither.
     */
    private static final class Scanner {

        private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

        private final String text;
        private int at;

        /** In lower case. */
        private String name;

        /** Empty if there is none, which means the same (RFC 7240, 2). */
        private String value;

        private Scanner(String text) {
            this.text = text;
        }

        private boolean next() {
            while (at < text.length()) {
                skipSpace();
                name = token().toLowerCase(Locale.ROOT);
                skipSpace();
                value = is('=') ? word() : "";
                skipSpace();
                boolean isReadable = !name.isEmpty() && value != null && (at == text.length() || is(',') || is(';'));
                skipToNext();
                if (isReadable) {
                    return true;
                }
            }
            return false;
        }

        private boolean is(char c) {
            return at < text.length() && text.charAt(at) == c;
        }

        private void skipSpace() {
            while (is(' ') || is('\t')) {
                at++;
            }
        }

        private String token() {
            int begin = at;
            while (at < text.length() && isOfToken(text.charAt(at))) {
                at++;
            }
            return text.substring(begin, at);
        }

        private static boolean isOfToken(char c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || SYMBOLS.indexOf(c) >= 0;
        }

        /** Behind an equals sign. */
        private String word() {
            at++;
            skipSpace();
            return is('"') ? quoted() : token();
        }

        /** Null if it has no end. */
        private String quoted() {
            StringBuilder content = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return content.toString();
                }
                if (c == '\\' && ++at == text.length()) {
                    return null;
                }
                content.append(text.charAt(at));
            }
            return null;
        }

        /** Past parameters, and whatever else there is, to what comes after the next comma outside of quotes. */
        private void skipToNext() {
            while (at < text.length() && !is(',')) {
                if (is('"')) {
                    quoted();
                } else {
                    at++;
                }
            }
            at++;
        }
    }
}
