package io.eventmanagement.upstream;

import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.smallrye.mutiny.Uni;

/**
 * event.com, or the proxy on the way to it, holds our credentials to be invalid, or doesn't let them do this. Of the answer
 * nothing but the status is kept: it may quote a key. A class of its own for the same reason as {@link RefusedException}.
 */
final class CredentialsRefusedException extends UpstreamException {

    private static final long serialVersionUID = 1L;

    private static final int BY_PROXY = 407;

    private final int status;

    CredentialsRefusedException(int status) {
        super(UpstreamFailure.CREDENTIALS_REFUSED, "answered " + status, null);
        this.status = status;
    }

    /** Whose setting has to be changed. */
    String who() {
        return status == BY_PROXY ? "The proxy of EVENT_API_PROXY" : "event.com";
    }

    /** Whether a new token may be taken where this one wasn't. */
    static boolean asksForAnother(Throwable thrown) {
        return thrown instanceof CredentialsRefusedException refused && refused.status == 401;
    }

    /** The call, where a proxy's refusal to connect is one of these: else it would be an event.com that can't be reached. */
    static <T> Uni<T> ofProxyIn(Uni<T> call) {
        return call.onFailure(CredentialsRefusedException::isOfProxy)
                .transform(refused -> new CredentialsRefusedException(BY_PROXY));
    }

    /** The exception has the status in its message only. */
    static boolean isOfProxy(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof HttpProxyConnectException refused) {
                return String.valueOf(refused.getMessage()).contains("status: " + BY_PROXY);
            }
        }
        return false;
    }
}
