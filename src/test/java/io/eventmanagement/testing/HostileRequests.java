package io.eventmanagement.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

import io.eventmanagement.testing.ApiDescription.Operation;

/** Makes requests, from what the API's description allows to what no client would send; the same ones for the same seed. */
public final class HostileRequests {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE",
            "CONNECT", "PROPFIND", "get", "G E T", "X".repeat(300), "");
    private static final List<String> SEGMENTS = List.of("1", "event-1", "nobody", "..", ".", "%2e%2e", "%00", "%0d%0aX:%20y",
            "%zz", "%", "%25", "%F0%9F%8E%89", "%ED%A0%80", "%C0%AF", "a%2Fb", "a;b=c", "{id}", "${x}", "<script>", "'\"--",
            "a".repeat(5_000), "-1", "1e400", "null", "*", "~", "|", "\\", "\u00e4", "%u0031", "a b");
    private static final List<String> QUERIES = List.of("limit=1", "limit=0", "limit=-1", "limit=1&limit=2", "limit=%zz",
            "limit",
            "limit=99999999999999999999", "cursor=YWZ0ZXI6MQ", "cursor=%00", "cursor=====", "cursor=YWZ0ZXI6OTk5OTk5OTk5",
            "&&&",
            "=", "x[]=1", "limit=1;cursor=x", "limit=\u00e4", "limit=" + "9".repeat(3_000), "#", "?", "limit=1%0d%0a");
    private static final List<String> HEADERS = List.of("Accept: application/json", "Accept: text/html", "Accept: */*;q=0",
            "Accept: ,,,;;=", "Accept: " + "a/b,".repeat(500), "Content-Type: application/json",
            "Content-Type: text/plain", "Content-Type: multipart/form-data; boundary=x", "Content-Type: ;",
            "Content-Type: a/b/c",
            "Content-Type: application/json; charset=x-nix", "Cache-Control: no-cache", "Cache-Control: max-age=\"",
            "Cache-Control: " + "a,".repeat(1_000), "If-None-Match: *", "If-None-Match: \"",
            "If-None-Match: W/" + "\"x\",".repeat(500),
            "Idempotency-Key: k", "Idempotency-Key: ", "Idempotency-Key: " + "k".repeat(300), "X-Request-Id: \u0000",
            "X-Request-Id: a\tb", "X-Request-Id: " + "x".repeat(100), "Transfer-Encoding: chunked", "Transfer-Encoding: nix",
            "Content-Length: -1", "Content-Length: 5, 6", "Expect: 100-continue", "Expect: nix", "Upgrade: h2c",
            "Range: bytes=0-1",
            "Connection: upgrade", "Cookie: " + "a=b;".repeat(300), "Host: evil", "NoColon", " folded: x", ": empty",
            "X-HTTP-Method-Override: DELETE", "traceparent: 00-zz-zz-zz", "Origin: null", "Authorization: Bearer x.y.z",
            "X-Forwarded-For: 1.2.3.4, , x", "Accept-Encoding: gzip, br, *;q=0", "If-Modified-Since: yesterday");
    private static final String EVENT = "{\"name\":\"n\",\"userId\":\"1\"}";
    private static final List<String> BODIES = List.of("", "{}", "[]", "null", "1", "\"x\"",
            "{\"name\":\"n\",\"userId\":\"1\"}",
            "{\"name\":\"n\",\"userId\":1}", "{\"name\":\"n\",\"userId\":\"nobody\"}",
            "{\"name\":\"n\",\"userId\":\"1\",\"x\":1}",
            "{\"name\":\"n\",\"name\":\"m\",\"userId\":\"1\"}", "{\"name\":null,\"userId\":{}}",
            "{\"name\":\"\\ud800\",\"userId\":\"1\"}",
            "{\"name\":\"" + "n".repeat(201) + "\",\"userId\":\"1\"}", "{\"name\":\"n\",\"userId\":1e999999999}", "{",
            "{\"name\":",
            "[".repeat(3_000), "{\"a\":".repeat(3_000), "\u0000\u0001\u0002", "\u00ff\u00fe{\u0000}\u0000",
            "{\"name\":\"n\",\"userId\":\"1\"}}",
            "{\"name\":\"n\",\"userId\":\"1\",\"details\":\"" + "d".repeat(70_000) + "\"}", "a=b&c=d", "--x\r\n\r\n--x--");

    private final Random random;
    private final List<Operation> operations = ApiDescription.operations();

    public HostileRequests(long seed) {
        random = new Random(seed);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** The bytes of the next one; most are clean enough to be answered by a route. */
    public byte[] next() {
        Operation operation = any(operations);
        String method = oneIn(6) ? any(METHODS) : operation.method();
        String segment = oneIn(2) ? any(SEGMENTS.subList(0, 3)) : any(SEGMENTS);
        String path = operation.path().replaceAll("\\{[^}]*}", Matcher.quoteReplacement(segment));
        if (oneIn(10)) {
            path = "/" + any(SEGMENTS) + (oneIn(2) ? "/" + any(SEGMENTS) : "") + (oneIn(2) ? "//" : "");
        }
        if (oneIn(3)) {
            path += "?" + any(QUERIES) + (oneIn(2) ? "&" + any(QUERIES) : "");
        }
        StringBuilder request = new StringBuilder(
                method + " " + path + " HTTP/1." + (oneIn(30) ? "7" : oneIn(10) ? "0" : "1") + "\r\n");
        request.append(oneIn(40) ? "" : "Host: localhost\r\n").append("Connection: close\r\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            request.append(any(HEADERS)).append("\r\n");
        }
        boolean hasBody = method.equals("POST") || oneIn(10);
        String body = !hasBody ? "" : oneIn(3) ? EVENT : oneIn(10) ? garbage() : any(BODIES);
        if (hasBody) {
            request.append(oneIn(4) ? "" : "Content-Type: application/json\r\n")
                    .append("Content-Length: ").append(body.getBytes(ISO_8859_1).length + (oneIn(40) ? 7 : 0)).append("\r\n");
        }
        byte[] bytes = request.append("\r\n").append(body).toString().getBytes(ISO_8859_1);
        if (oneIn(20)) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String garbage() {
        byte[] bytes = new byte[random.nextInt(2_000)];
        random.nextBytes(bytes);
        return new String(bytes, ISO_8859_1);
    }
}
