package io.eventmanagement.database;

/** The database can't be asked at the moment. */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseUnavailableException(String message) {
        super(message, null, false, false);
    }

    static DatabaseUnavailableException tookTooLong() {
        return new DatabaseUnavailableException("the database took too long");
    }
}
