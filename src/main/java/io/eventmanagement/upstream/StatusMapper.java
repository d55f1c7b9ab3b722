package io.eventmanagement.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.eventmanagement.time.Time;
import io.netty.handler.codec.DateFormatter;

/** Maps each status of event.com that isn't a success to its {@link UpstreamFailure}. */
@Singleton
public class StatusMapper implements ResponseExceptionMapper<UpstreamException> {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** docs/contract.md, "Errors": how many characters of event.com's message are quoted. */
    private static final int LONGEST_REASON = 200;

    /** The longest wait that is passed on. Anything longer is a mistake, or meant for people. */
    private static final long LONGEST_RETRY_AFTER_SECONDS = 86_400;

    private final Credentials credentials;

    StatusMapper(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        // Status 0 is a call that failed without an answer. Its exception says more.
        return status != 0 && (status < 200 || status >= 300);
    }

    @Override
    public UpstreamException toThrowable(Response response) {
        int status = response.getStatus();
        if (credentials.areMeantBy(status)) {
            return new CredentialsRefusedException(status);
        }
        if (status == 503 || status == 429) {
            return new UpstreamException(UpstreamFailure.UNAVAILABLE, "answered " + status, retryAfter(response));
        }
        if (status >= 500) {
            return new UpstreamException(UpstreamFailure.SERVER_ERROR, "answered " + status, null);
        }
        if (status >= 400) {
            return new RefusedException(status, reason(response));
        }
        return UpstreamException.badAnswer("status " + status);
    }

    /**
     * Reads seconds or a date (RFC 9110, 10.2.3). Dates are relative to event.com's clock: the answer's {@code Date}, if any.
     */
    private static Duration retryAfter(Response response) {
        return retryAfter(response.getHeaderString(HttpHeaders.RETRY_AFTER), response.getHeaderString(HttpHeaders.DATE),
                Time.SYSTEM.instant());
    }

    static Duration retryAfter(String value, String date, Instant here) {
        if (value == null) {
            return null;
        }
        if (value.strip().matches("\\d{1,9}")) {
            return atMost(Duration.ofSeconds(Long.parseLong(value.strip())));
        }
        Date until = date(value);
        if (until == null) {
            return null;
        }
        Date there = date(date);
        Duration wait = Duration.between(there == null ? here : there.toInstant(), until.toInstant());
        return wait.isNegative() ? Duration.ZERO : atMost(wait);
    }

    /** Reads a date in any of HTTP's three formats; null if it is in none. */
    private static Date date(String value) {
        try {
            return value == null ? null : DateFormatter.parseHttpDate(value.strip());
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static Duration atMost(Duration wait) {
        return wait.toSeconds() < LONGEST_RETRY_AFTER_SECONDS ? wait : Duration.ofSeconds(LONGEST_RETRY_AFTER_SECONDS);
    }

    private static String reason(Response response) {
        try (InputStream body = response.readEntity(InputStream.class)) {
            JsonNode message = body == null ? null : JSON.readTree(body).get("message");
            if (message == null || !message.isTextual()) {
                return null;
            }
            String text = message.textValue();
            return text.substring(0,
                    text.offsetByCodePoints(0, Math.min(LONGEST_REASON, text.codePointCount(0, text.length()))));
        } catch (IOException | RuntimeException e) {
            // A refusal without a readable reason is still a refusal.
            return null;
        }
    }
}
