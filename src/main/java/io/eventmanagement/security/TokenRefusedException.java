package io.eventmanagement.security;

/** A request is refused because its token is missing, invalid, lacks the scope, or can't be checked. */
public final class TokenRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the token. */
    public enum Why {
        MISSING,
        INVALID,
        WITHOUT_SCOPE,
        /** The issuer's keys, which the token would be checked with, aren't known. */
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
