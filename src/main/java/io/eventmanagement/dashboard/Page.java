package io.eventmanagement.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** The page's own files, from memory. They aren't in META-INF/resources, where clients would find them. */
final class Page {

    private static final String FOLDER = "dashboard/";

    /** What the page needs, and nothing else; {@code style-src 'self'} leaves scripts the way by CSSOM. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css",
            "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    static final String[] FILES = { "index.html", "dashboard.css", "icon.svg", "main.js", "stream.js", "history.js", "draw.js",
            "words.js", "elements.js", "actions.js" };

    private record Content(String type, String tag, Buffer bytes) {
    }

    private final Map<String, Content> files = new HashMap<>();

    Page() {
        for (String file : FILES) {
            Buffer bytes = read(file);
            CRC32 sum = new CRC32();
            sum.update(bytes.getBytes());
            files.put(file, new Content(TYPES.get(file.substring(file.lastIndexOf('.') + 1)),
                    '"' + Long.toHexString(sum.getValue()) + '"', bytes));
        }
    }

    private static Buffer read(String file) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException(FOLDER + file + " isn't packaged");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void serve(RoutingContext request, String file) {
        Content content = files.get(file);
        if (content == null) {
            request.next();
            return;
        }
        HttpServerResponse response = request.response();
        secure(response).putHeader("Content-Type", content.type).putHeader("ETag", content.tag)
                .putHeader("Cache-Control", "no-cache");
        if (content.tag.equals(request.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
        } else {
            response.end(content.bytes);
        }
    }

    static HttpServerResponse secure(HttpServerResponse response) {
        return response.putHeader("Content-Security-Policy", POLICY).putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer").putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }
}
