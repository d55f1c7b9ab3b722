package io.eventmanagement.database;

import java.util.HashSet;
import java.util.Set;

import org.jboss.logging.Logger;

/** Whether the database can be asked, as far as is known, and if not, why. */
final class Outage {

    private static final Logger LOG = Logger.getLogger(Outage.class);

    /** That are told of one outage: they may take turns, each second. */
    private static final int MOST_REASONS = 10;

    private static final String NOT_YET = "it wasn't reached yet";

    /** Null while there is none. */
    private volatile String reason = NOT_YET;

    /** Counts the changes, so that what began before one and fails after it says nothing. */
    private volatile long changes;

    /** Guarded by {@code this}. */
    private final Set<String> told = new HashSet<>();

    boolean isOn() {
        return reason != null;
    }

    /** Whether anybody has tried. */
    boolean isKnown() {
        return !NOT_YET.equals(reason);
    }

    /** @throws DatabaseUnavailableException while it is on */
    void check() {
        String why = reason;
        if (why != null) {
            throw new DatabaseUnavailableException(why);
        }
    }

    long changes() {
        return changes;
    }

    /** @param since how many changes there were when that began which has failed now */
    synchronized boolean begin(long since, String why) {
        if (reason != null || since != changes) {
            return false;
        }
        changes++;
        goOn(why);
        return true;
    }

    /** It was tried, and can't be asked yet. */
    synchronized void goOn(String why) {
        reason = why;
        if (told.size() < MOST_REASONS && told.add(why)) {
            LOG.warnf("The database is down: %s", why);
        }
    }

    synchronized void end() {
        if (reason != null) {
            // Told first, so that whoever finds it up finds that said.
            LOG.info("The database is up");
            changes++;
            reason = null;
            told.clear();
        }
    }
}
