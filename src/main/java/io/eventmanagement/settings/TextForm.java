package io.eventmanagement.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a text may be. */
enum TextForm {

    HTTP_URL("an http or https URL such as http://event.com, without user, query or fragment", TextForm::isHttpUrl,
            "http://event.com"),

    HTTP_URL_OR_NOTHING(HTTP_URL.allowed.words() + ", or nothing", text -> text.isEmpty() || isHttpUrl(text), ""),

    /** "any" would have Quarkus take tokens that are for anybody. */
    NAME("a name without blanks and commas, and not any", text -> text.matches("[^\\s,$]{1,200}") && !text.equals("any"),
            "event-management"),

    ORIGINS("a comma-separated list of origins such as https://app.example.com or http://localhost:8080, in lower case, "
            + "without path and *", text -> isListOf(TextForm::isOrigin, text), "https://app.example.com"),

    NETWORKS("a comma-separated list of addresses and ranges of them such as 10.0.0.1 and fd00::/8",
            text -> isListOf(network -> Network.parse(network).isPresent(), text), "10.0.0.1"),

    POSTGRESQL_URL("a URL such as postgresql://db.example:5432/events?sslmode=require",
            text -> DatabaseUrl.parse(text).isPresent(),
            "postgresql://localhost/events"),

    REDIS_URL(
            "a URL such as redis://redis.example:6379 or rediss://user:password@redis.example:6380/0, or several with commas; "
                    + "write + in a password %2B",
            text -> isListOf(Redis::isUrl, text), "redis://localhost"),

    KEY_PREFIX("up to 100 letters, digits, dots, hyphens and underscores", text -> text.matches("[A-Za-z0-9._-]{1,100}"),
            "event-management"),

    PERCENTILE("0, or a decimal number from 50 to 99.9", text -> text.matches("0|[5-9]\\d(\\.\\d)?"), "0"),

    PROXY_URL("a URL such as http://proxy.example:3128 or http://user:password@proxy.example:3128",
            text -> ProxyUrl.parse(text).isPresent(), "http://localhost:3128"),

    /** With a query, which RFC 6749, 3.2 allows. */
    TOKEN_URL("an http or https URL such as https://login.example.com/token, without user or fragment",
            text -> isHttpUrl(text.replaceFirst("\\?[^?#\\s]*$", "")), "http://localhost/token"),

    /** RFC 6749, 3.3; a comma would begin another one for Quarkus. */
    SCOPE("one or more scopes, each after a blank", text -> text.matches("[!#-+\\--\\[\\]-~]+( [!#-+\\--\\[\\]-~]+)*"),
            "events"),

    HEADER_NAME("the name of a header that isn't used for anything else",
            text -> text.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}") && !Headers.TAKEN.contains(text.toLowerCase(Locale.ROOT)),
            "X-API-Key"),

    FILE("the path of a file", text -> !text.isBlank(), "/dev/null"),

    /** What a header may hold (RFC 9110, 5.5); its value is never told. */
    SECRET("a text of up to 8,000 printable ASCII characters, without blanks around it",
            text -> text.matches("[!-~]([ -~]{0,7998}[!-~])?"), "secret"),

    ANYTHING("any text", text -> true, "");

    private static final class Headers {

        /** Those that a call has, and those that say how long it is or what becomes of its connection. */
        static final Set<String> TAKEN = Set.of("host", "connection", "content-length", "content-type", "transfer-encoding",
                "te", "trailer", "expect", "upgrade", "keep-alive", "proxy-authorization", "proxy-connection", "accept",
                "accept-encoding", "user-agent", "cookie", "x-request-id", "traceparent", "tracestate");
    }

    private static final class Origin {

        /** As browsers write them. */
        static final Pattern FORM = Pattern
                .compile("https?://([a-z0-9-]+(\\.[a-z0-9-]+)*|\\[[0-9a-f:.]+])(:[1-9]\\d{0,4})?");
    }

    private static final class Redis {

        /** A bare + would be read as a blank. */
        private static final Pattern URL = Pattern.compile(
                "rediss?://(([^@/?#\\s%+]|%[0-9A-Fa-f]{2})*@)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>[1-9]\\d{0,4}))?(/\\d*)?");

        private static boolean isUrl(String text) {
            Matcher url = URL.matcher(text);
            return url.matches() && (url.group("port") == null || Integer.parseInt(url.group("port")) <= 65535)
                    && hasHost(text);
        }

        /** As the client reads it. */
        private static boolean hasHost(String text) {
            try {
                return new URI(text).getHost() != null;
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }

    final Allowed allowed;

    TextForm(String words, Predicate<String> test, String some) {
        this.allowed = new Allowed(words, test, some);
    }

    private static boolean isListOf(Predicate<String> one, String text) {
        return Stream.of(text.split(",", -1)).allMatch(one);
    }

    private static boolean isOrigin(String text) {
        return Origin.FORM.matcher(text).matches();
    }

    private static boolean isHttpUrl(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null && uri.getPort() <= 65535
                    && uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
