package io.eventmanagement.database;

import java.sql.SQLException;

/** What a failed statement says of the database. */
enum SqlFailure {

    /** It can't be asked: no connection, no room, shutting down, not the database that it was, or one that takes no writes. */
    OUTAGE,
    /** The tables are missing, as in a database that was restored empty. */
    NO_TABLES,
    /** One statement took too long, or somebody else's lock did. */
    TOO_SLOW,
    /** It got in the way of another transaction: it may be done again. */
    CONFLICT,
    /** The statement is wrong. */
    OTHER;

    static SqlFailure of(SQLException thrown) {
        String state = thrown.getSQLState();
        if (state == null) {
            return OUTAGE; // the pool has no connection to give
        }
        return switch (state) {
            case "57014", "55P03" -> TOO_SLOW;
            case "42P01" -> NO_TABLES;
            case "25006", "3D000" -> OUTAGE;
            default -> state.startsWith("40") ? CONFLICT
                    : state.startsWith("08") || state.startsWith("57P0") || state.startsWith("53") || state.startsWith("28")
                            ? OUTAGE
                            : OTHER;
        };
    }

    /** Whether all work would fail. */
    boolean isOutage() {
        return this == OUTAGE || this == NO_TABLES;
    }

    /** On one line: what the database says of it, if it says anything. */
    static String words(Throwable thrown) {
        Throwable teller = thrown;
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException || !(teller instanceof SQLException) && cause.getMessage() != null) {
                teller = cause;
            }
        }
        return String.valueOf(teller.getMessage()).strip().replaceAll("\\s+", " ");
    }
}
