package io.eventmanagement.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;

/**
 * How long a connection is kept for further calls. Vert.x knows {@code Connection: close} only where it says nothing else,
 * keeps a connection as long as {@code Keep-Alive: timeout} says (0: for ever), and so sends a call just when event.com
 * closes it. What event.com says is put into those words, and only ever shortened.
 */
final class ConnectionLife {

    /** Common servers close idle connections after 5 s, and some NATs forget them soon after. */
    static final int IDLE_SECONDS = 4;

    private static final String KEEP_ALIVE = "Keep-Alive";

    private static final Pattern TIMEOUT = Pattern.compile("(?:^|[\\s,;])timeout\\s*=\\s*\"?(\\d{1,9})",
            Pattern.CASE_INSENSITIVE);

    private ConnectionLife() {
    }

    static void tellVertx(HttpResponse answer) {
        HttpHeaders headers = answer.headers();
        String keepAlive = headers.get(KEEP_ALIVE);
        int idle = keepAlive == null ? IDLE_SECONDS : idleSeconds(keepAlive);
        if (idle == 0 || !HttpUtil.isKeepAlive(answer) || endsWithItsConnection(answer)) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (keepAlive != null) {
            headers.set(KEEP_ALIVE, "timeout=" + Math.max(1, idle));
        }
    }

    /** A second less than event.com keeps it, for what is under way by then. */
    private static int idleSeconds(String keepAlive) {
        Matcher timeout = TIMEOUT.matcher(keepAlive);
        return timeout.find() ? Math.max(0, Math.min(IDLE_SECONDS, Integer.parseInt(timeout.group(1)) - 1)) : IDLE_SECONDS;
    }

    /** The body has no other end, and Vert.x would give the connection away in the moment in which it ends. */
    private static boolean endsWithItsConnection(HttpResponse answer) {
        int status = answer.status().code();
        return !HttpUtil.isContentLengthSet(answer) && !HttpUtil.isTransferEncodingChunked(answer)
                && status != HttpResponseStatus.NO_CONTENT.code() && status != HttpResponseStatus.NOT_MODIFIED.code();
    }
}
