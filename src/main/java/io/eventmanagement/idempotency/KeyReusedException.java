package io.eventmanagement.idempotency;

/** An idempotency key was used for another body before. */
public final class KeyReusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyReusedException() {
        super("this key was used for another body", null, false, false);
    }
}
