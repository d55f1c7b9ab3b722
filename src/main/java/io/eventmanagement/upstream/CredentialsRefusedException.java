package io.eventmanagement.upstream;

/**
 * event.com takes our credentials for invalid, or doesn't let them do this. Of its answer nothing but the status is kept: it
 * may
 * quote a key. A class of its own for the same reason as {@link RefusedException}.
 */
final class CredentialsRefusedException extends UpstreamException {

    private static final long serialVersionUID = 1L;

    private final int status;

    CredentialsRefusedException(int status) {
        super(UpstreamFailure.CREDENTIALS_REFUSED, "answered " + status, null);
        this.status = status;
    }

    /** Whether a new token may be taken where this one wasn't. */
    static boolean asksForAnother(Throwable thrown) {
        return thrown instanceof CredentialsRefusedException refused && refused.status == 401;
    }
}
