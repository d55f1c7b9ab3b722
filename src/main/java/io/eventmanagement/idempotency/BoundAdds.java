package io.eventmanagement.idempotency;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** Adds that are delivered later, to which keys are bound. */
public interface BoundAdds {

    /** What became of one, for whoever uses its key again. */
    sealed interface Fate {

        /** It is still being delivered. */
        record Open() implements Fate {
        }

        /** @param receipt event.com's word for it */
        record Delivered(byte[] receipt) implements Fate {
        }

        /** It ended, and event.com doesn't have it. */
        record NotAdded() implements Fate {
        }

        /** It ended, and event.com may have it. @param settledIn what isn't found after so long isn't there */
        record InDoubt(Duration settledIn) implements Fate {
        }
    }

    /** What became of it. One that ended without a delivery is the caller's from now on: nobody has it tried again. */
    Fate take(Connection connection, UUID operation) throws SQLException;
}
