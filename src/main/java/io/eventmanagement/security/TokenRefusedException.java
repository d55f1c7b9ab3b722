package io.eventmanagement.security;

/** A request that may not be served with the token that it has, or hasn't. */
public final class TokenRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the token. */
    public enum Why {
        MISSING,
        INVALID,
        WITHOUT_SCOPE,
        /** The keys that it would be checked with aren't known. */
        UNCHECKED
    }

    private final Why why;

    TokenRefusedException(Why why, String message) {
        super(message, null, false, false);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
