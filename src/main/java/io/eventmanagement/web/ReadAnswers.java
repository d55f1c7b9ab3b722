package io.eventmanagement.web;

import java.lang.ref.WeakReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestResponse;

import io.eventmanagement.reads.CacheUse;
import io.eventmanagement.reads.CacheUse.Forward;
import io.eventmanagement.reads.Cached;
import io.eventmanagement.reads.Freshness;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Answers reads over HTTP. It reads what the client asks for in its caching headers, and writes those of the answer. */
public final class ReadAnswers {

    /** This cache's name in {@code Cache-Status}. */
    private static final String CACHE = "event-management";

    /** Set here, since JAX-RS would set different types for GET and HEAD. */
    private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8");

    private ReadAnswers() {
    }

    /** How old an answer the client accepts. */
    public static Freshness wish(HttpServerRequest request) {
        return CacheDirectives.read(lines(request, HttpHeaders.CACHE_CONTROL));
    }

    /**
     * The answer, or 304 if the client has it. Headers are set directly on the response, since JAX-RS would put each of them
     * into two maps first.
     */
    public static RestResponse<byte[]> answer(Cached<byte[]> read, HttpServerRequest request) {
        String tag = tag(read.value());
        // Clients and proxies may keep the answer but have to revalidate it each time, so that they see an added event at once.
        HttpServerResponse response = request.response().putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache").putHeader("Cache-Status", status(read.use()));
        if (!read.use().age().isZero() || read.use().forward() == Forward.NONE) {
            response.putHeader("Age", String.valueOf(read.use().age().toSeconds()));
        }
        return has(lines(request, HttpHeaders.IF_NONE_MATCH), tag) ? RestResponse.notModified()
                : RestResponse.ResponseBuilder.ok(read.value(), JSON).build();
    }

    /** All values that the client sent under this name, including empty ones. */
    public static List<String> lines(HttpServerRequest request, String name) {
        return request.headers().getAll(name);
    }

    /** {@code Cache-Status} (RFC 9211). A stale answer is a hit, since it didn't come from a call to event.com. */
    static String status(CacheUse use) {
        StringBuilder status = new StringBuilder(CACHE);
        if (use.stale()) {
            return status.append("; hit; ttl=").append(-secondsOver(use.ttl())).append("; detail=stale-if-error").toString();
        }
        if (use.forward() == Forward.NONE) {
            status.append("; hit; ttl=").append(use.ttl().toSeconds());
            return use.others() ? status.append("; detail=shared").toString() : status.toString();
        }
        status.append("; fwd=").append(use.forward().token());
        return use.shared() ? status.append("; collapsed").toString() : status.toString();
    }

    /** Rounded up, and at least 1, so that a stale answer never looks fresh. */
    private static long secondsOver(Duration ttl) {
        return Math.max(1, ttl.negated().plusNanos(999_999_999).toSeconds());
    }

    /** The last long answer and its ETag. Many clients ask for the same list at once, and its digest takes milliseconds. */
    private record Tagged(WeakReference<byte[]> body, String tag) {
    }

    private static final int LONG = 64 * 1024;

    private static volatile Tagged last = new Tagged(new WeakReference<>(null), "");

    /** Reuses the ETag of the last long answer, since answers never change. */
    private static String tag(byte[] body) {
        if (body.length < LONG) {
            return digest(body);
        }
        Tagged known = last;
        if (known.body.get() != body) {
            known = new Tagged(new WeakReference<>(body), digest(body));
            last = known;
        }
        return known.tag;
    }

    /** A strong ETag: the same only if every byte is. */
    private static String digest(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 16)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java runtime has SHA-256
        }
    }

    /** Weak ETags match too (RFC 9110, 13.1.2): a proxy that compresses answers makes ours weak. */
    private static boolean has(List<String> ifNoneMatch, String tag) {
        return !ifNoneMatch.isEmpty() && ifNoneMatch.stream().flatMap(line -> Arrays.stream(line.split(","))).map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
    }
}
