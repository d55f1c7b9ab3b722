package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.time.VirtualTime;
import io.quarkus.oidc.client.OidcClientException;
import io.smallrye.mutiny.TimeoutException;

/** When the log says that there is no token, and why. */
class TokenEndpointLogTest {

    private static final Logger OURS = Logger.getLogger(TokenEndpointLog.class.getName());
    private static final Logger CLIENTS = Logger.getLogger("io.quarkus.oidc.client.runtime.OidcClientImpl");

    private final VirtualTime time = new VirtualTime();
    private final TokenEndpointLog log = new TokenEndpointLog(time);
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final Handler handler = new Handler() {

        @Override
        public void publish(LogRecord line) {
            lines.add(new PatternFormatter("%s").format(line));
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        OURS.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        OURS.removeHandler(handler);
    }

    private void fail(Throwable thrown) {
        log.asked();
        log.failed(thrown);
    }

    @Test
    void theFirstFailureIsToldAndThenOneAMinute() {
        fail(new TimeoutException());
        fail(new TimeoutException());
        time.advance(Duration.ofSeconds(59));
        fail(new TimeoutException());
        assertThat(lines).hasSize(1);

        time.advance(Duration.ofSeconds(1));
        fail(new TimeoutException());
        assertThat(lines).hasSize(2);

        log.given();
        fail(new TimeoutException());
        assertThat(lines).as("after there was a token").hasSize(3);
    }

    @Test
    void theReasonIsThatOfTheAttemptWithoutTheEndpointsWords() {
        log.asked();
        CLIENTS.log(Level.WARNING, "OIDC Server is not available:", new ConnectException("Connection refused"));
        log.failed(new OidcClientException("OIDC Server is not available"));
        log.given();
        log.asked();
        CLIENTS.log(Level.WARNING, "OIDC Server is not available:", new ConnectException("Connection refused"));
        log.given();

        fail(new TimeoutException());
        log.given();
        fail(new OidcClientException("{\"error\":\"invalid_client\",\"error_description\":\"not secret\"}"));
        log.given();
        fail(new OidcClientException("<html>secret</html>"));

        String start = "There is no access token for event.com: the token endpoint ";
        assertThat(lines).containsExactly(start + "can't be reached: Connection refused", start + "didn't answer in time",
                start + "refused: invalid_client", start + "answered with an error");
    }
}
