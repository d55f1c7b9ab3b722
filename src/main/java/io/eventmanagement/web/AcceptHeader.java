package io.eventmanagement.web;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads whether a client's {@code Accept} excludes JSON. JAX-RS in Quarkus treats a weight of 0 as merely low. */
final class AcceptHeader {

    private static final String Q_ZERO = "q=0";

    /** RFC 9110, 12.4.2: a weight of 0 means "not acceptable". */
    private static final Pattern ZERO = Pattern.compile("q=0(\\.0{0,3})?");

    private AcceptHeader() {
    }

    /** Whether the range that fits JSON best has a weight of 0 (RFC 9110, 12.5.1). */
    static boolean excludesJson(List<String> lines) {
        if (lines.stream().noneMatch(AcceptHeader::mayExclude)) {
            return false;
        }
        int best = 0;
        boolean excluded = false;
        for (String line : lines) {
            for (String range : line.split(",")) {
                String[] parts = range.toLowerCase(Locale.ROOT).replace(" ", "").replace("\t", "").split(";");
                int fit = switch (parts.length == 0 ? "" : parts[0]) {
                    case "application/json" -> 3;
                    case "application/*" -> 2;
                    case "*/*" -> 1;
                    default -> 0;
                };
                if (fit > best) {
                    best = fit;
                    excluded = isZero(parts);
                }
            }
        }
        return excluded;
    }

    private static boolean mayExclude(String line) {
        return line.contains(Q_ZERO) || line.contains("Q=0") || line.contains("= ") || line.contains(" =");
    }

    private static boolean isZero(String[] parts) {
        for (String part : parts) {
            if (ZERO.matcher(part).matches()) {
                return true;
            }
        }
        return false;
    }
}
