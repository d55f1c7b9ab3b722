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
 * Decides how long a connection is kept for further calls. Vert.x recognises {@code Connection: close} only where it stands
 * alone, and keeps a connection as long as {@code Keep-Alive: timeout} says (0: for ever), so that it may send a call just as
 * event.com closes. This class puts event.com's headers into words that Vert.x knows, and only ever shortens the time.
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

    /** One second less than event.com keeps the connection, so that a call sent at the last moment still arrives in time. */
    private static int idleSeconds(String keepAlive) {
        Matcher timeout = TIMEOUT.matcher(keepAlive);
        return timeout.find() ? Math.max(0, Math.min(IDLE_SECONDS, Integer.parseInt(timeout.group(1)) - 1)) : IDLE_SECONDS;
    }

    /** Whether the body ends only with the connection. Vert.x would give the connection to another call just as it ends. */
    private static boolean endsWithItsConnection(HttpResponse answer) {
        int status = answer.status().code();
        return !HttpUtil.isContentLengthSet(answer) && !HttpUtil.isTransferEncodingChunked(answer)
                && status != HttpResponseStatus.NO_CONTENT.code() && status != HttpResponseStatus.NOT_MODIFIED.code();
    }
}
