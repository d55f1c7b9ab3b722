package io.eventmanagement.upstream;

/** An exception for the log, with what caused it: that a certificate has expired is told by the third below, or the fourth. */
final class Causes {

    private static final int MOST = 8;
    private static final int LONGEST = 500;

    private Causes() {
    }

    static String told(Throwable thrown) {
        StringBuilder text = new StringBuilder(String.valueOf(thrown.getMessage()));
        Throwable cause = thrown.getCause();
        for (int i = 0; cause != null && i < MOST && text.length() < LONGEST; i++) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            // The message of many is that of their cause.
            if (text.indexOf(message) < 0) {
                text.append(": ").append(message);
            }
            cause = cause.getCause();
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text.toString();
    }
}
