package io.eventmanagement.redis;

import java.util.HashSet;
import java.util.Set;

import org.jboss.logging.Logger;

/** The log lines of Redis: one when it is up, and one for each reason while it is down. */
final class Transitions {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    private static final int MOST_REASONS = 20;

    /** Why it is down, as was told since it was up. */
    private final Set<String> told = new HashSet<>();
    /** Why it was lost, until it is known whether it is back at once. */
    private String lost = "";

    void lost(String why) {
        lost = why;
    }

    void up() {
        if (!lost.isEmpty()) {
            LOG.warnf("Redis was down for a moment: %s", lost);
        } else {
            LOG.info("Redis is up");
        }
        told.clear();
        lost = "";
    }

    void down(String why) {
        if (told.size() < MOST_REASONS && told.add(why)) {
            LOG.warnf("Redis is down: %s", why);
        }
        lost = "";
    }
}
