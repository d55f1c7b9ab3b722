package io.eventmanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.Parser;

import io.restassured.response.Response;

/** The {@code Cache-Status} of an answer (RFC 9211), read by a parser of structured fields (RFC 8941). */
public record CacheStatus(boolean hit, String fwd, Long ttl, boolean collapsed, String detail) {

    public static final CacheStatus UNKNOWN = fetched("uri-miss");

    public static CacheStatus fetched(String why) {
        return new CacheStatus(false, why, null, false, null);
    }

    public static CacheStatus fresh(long ttl) {
        return new CacheStatus(true, null, ttl, false, null);
    }

    public static CacheStatus stale(long ttl) {
        return new CacheStatus(true, null, ttl, false, "stale-if-error");
    }

    public static CacheStatus of(Response response) {
        List<ListElement<?>> caches = Parser.parseList(response.header("Cache-Status")).get();
        assertThat(caches).hasSize(1);
        assertThat(caches.get(0).get().toString()).isEqualTo("event-management");
        Parameters parameters = caches.get(0).getParams();
        assertThat(parameters.keySet()).isSubsetOf("hit", "fwd", "ttl", "collapsed", "detail");
        return new CacheStatus(is(parameters.get("hit")), text(parameters.get("fwd")),
                parameters.get("ttl") == null ? null : (Long) parameters.get("ttl").get(), is(parameters.get("collapsed")),
                text(parameters.get("detail")));
    }

    private static boolean is(Item<?> flag) {
        return flag != null && (Boolean) flag.get();
    }

    private static String text(Item<?> token) {
        return token == null ? null : token.get().toString();
    }
}
