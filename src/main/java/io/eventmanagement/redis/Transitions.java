package io.eventmanagement.redis;

import org.jboss.logging.Logger;

/** The log lines of Redis: one when it is up or down, and one more when the reason of "down" is another. */
final class Transitions {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    /** Why it is down, as was told last; empty if that it is up was. */
    private String told;
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
        told = "";
        lost = "";
    }

    void down(String why) {
        if (!why.equals(told)) {
            LOG.warnf("Redis is down: %s", why);
        }
        told = why;
        lost = "";
    }
}
