package io.eventmanagement.upstream;

import java.time.Duration;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.eventmanagement.time.Time;
import io.quarkus.oidc.client.OidcClientException;
import io.smallrye.mutiny.TimeoutException;

/**
 * Says why there is no token, at first and once a minute while there is none, without the endpoint's own words: they may hold
 * the client's secret, or a token.
 * <p>
 * Quarkus' client logs why the endpoint can't be reached, with a stack trace each time, and keeps it from the exception. Its
 * DEBUG lines have the secret. So its lines are taken from it here, and what it knows is told in one of ours.
 */
@Singleton
class TokenEndpointLog {

    private static final Logger LOG = Logger.getLogger(TokenEndpointLog.class);

    /** Kept, since a logger that nobody keeps loses its filter. */
    private static final java.util.logging.Logger CLIENT = java.util.logging.Logger
            .getLogger("io.quarkus.oidc.client.runtime.OidcClientImpl");

    /** RFC 6749, 5.2. */
    private static final Pattern ERROR = Pattern.compile("\"error\"\\s*:\\s*\"([a-z_]{1,40})\"");

    private static final long QUIET = Duration.ofMinutes(1).toNanos();

    private final Time time;

    /** Of the attempt that is under way. */
    private volatile Throwable cause;
    private volatile boolean isTold;
    private volatile long told;

    TokenEndpointLog(Time time) {
        this.time = time;
        CLIENT.setFilter(line -> {
            if (line.getThrown() != null) {
                cause = line.getThrown();
            }
            return line.getLevel().intValue() > Level.WARNING.intValue();
        });
    }

    void asked() {
        cause = null;
    }

    void given() {
        isTold = false;
    }

    void failed(Throwable thrown) {
        long now = time.nanos();
        if (isTold && now - told < QUIET) {
            return;
        }
        isTold = true;
        told = now;
        LOG.warnf("There is no access token for event.com: the token endpoint %s", what(thrown));
    }

    private String what(Throwable thrown) {
        Throwable why = cause;
        if (why != null) {
            return "can't be reached: " + CallFailures.told(why);
        }
        if (thrown instanceof TimeoutException) {
            return "didn't answer in time";
        }
        Matcher error = ERROR.matcher(String.valueOf(thrown.getMessage()));
        if (thrown instanceof OidcClientException) {
            return error.find() ? "refused: " + error.group(1) : "answered with an error";
        }
        return "answered with something other than an access token";
    }
}
