package io.eventmanagement.settings;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a setting may be.
 *
 * @param words tell a person
 * @param test tells a value
 * @param some a value that is allowed
 */
record Allowed(String words, Predicate<String> test, String some) {

    /** As browsers write them. */
    private static final Pattern ORIGIN = Pattern
            .compile("https?://([a-z0-9-]+(\\.[a-z0-9-]+)*|\\[[0-9a-f:.]+])(:[1-9]\\d{0,4})?");

    static Allowed wholeNumber(long min, long max, String unit) {
        return new Allowed("a whole number" + unit + " from " + min + " to " + max,
                value -> value.matches("\\d{1,18}") && Long.parseLong(value) >= min && Long.parseLong(value) <= max,
                String.valueOf(min));
    }

    static Allowed count(long min, long max) {
        return wholeNumber(min, max, "");
    }

    static Allowed milliseconds(long min, long max) {
        return wholeNumber(min, max, " of milliseconds");
    }

    static Allowed decimal(String min, String max) {
        return new Allowed("a decimal number from " + min + " to " + max,
                value -> value.matches("\\d{1,18}(\\.\\d{1,18})?")
                        && new BigDecimal(value).compareTo(new BigDecimal(min)) >= 0
                        && new BigDecimal(value).compareTo(new BigDecimal(max)) <= 0,
                min);
    }

    static Allowed oneOf(String... values) {
        return new Allowed(String.join(" or ", values), List.of(values)::contains, values[0]);
    }

    static Allowed date() {
        return new Allowed("a date such as 2027-01-31", Allowed::isDate, "2027-01-31");
    }

    private static boolean isDate(String value) {
        try {
            LocalDate.parse(value);
            return value.length() == "2027-01-31".length();
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    static Allowed httpUrl() {
        return new Allowed("an http or https URL such as http://event.com, without user, query or fragment",
                Allowed::isHttpUrl, "http://event.com");
    }

    Allowed orEmpty() {
        return new Allowed(words + ", or nothing", test.or(String::isEmpty), "");
    }

    static Allowed name() {
        return new Allowed("a name without blanks and commas, and not any", value -> value.matches("[^\\s,$]{1,200}")
                && !value.equals("any"), "event-management");
    }

    static Allowed origins() {
        return listOf("origins such as https://app.example.com or http://localhost:8080, in lower case, without path and *",
                ORIGIN.asMatchPredicate(), "https://app.example.com");
    }

    static Allowed networks() {
        return listOf("addresses and ranges of them such as 10.0.0.1 and fd00::/8", value -> Network.parse(value).isPresent(),
                "10.0.0.1");
    }

    private static Allowed listOf(String words, Predicate<String> test, String some) {
        return new Allowed("a comma-separated list of " + words, value -> Stream.of(value.split(",", -1)).allMatch(test), some);
    }

    private static boolean isHttpUrl(String value) {
        try {
            URI uri = new URI(value);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null && uri.getPort() <= 65535
                    && uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
