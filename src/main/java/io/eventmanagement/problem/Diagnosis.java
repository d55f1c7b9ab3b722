package io.eventmanagement.problem;

import java.time.Duration;
import java.util.List;

import jakarta.ws.rs.WebApplicationException;

import io.eventmanagement.bulkhead.BulkheadFullException;
import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.dashboard.TooManyWatchersException;
import io.eventmanagement.database.DatabaseUnavailableException;
import io.eventmanagement.delivery.NoSuchOperationException;
import io.eventmanagement.delivery.TooManyPendingException;
import io.eventmanagement.event.EventRefusedException;
import io.eventmanagement.event.InvalidEventException;
import io.eventmanagement.event.NoSuchEventException;
import io.eventmanagement.event.OwnerUnknownException;
import io.eventmanagement.idempotency.KeyInUseException;
import io.eventmanagement.idempotency.KeyReusedException;
import io.eventmanagement.idempotency.UnsettledException;
import io.eventmanagement.management.ForeignPageException;
import io.eventmanagement.management.WrongStateException;
import io.eventmanagement.paging.InvalidParameterException;
import io.eventmanagement.ratelimit.RateLimitedException;
import io.eventmanagement.security.IssuerWatch;
import io.eventmanagement.security.TokenRefusedException;
import io.eventmanagement.time.DeadlineExceededException;
import io.eventmanagement.time.RetryAfter;
import io.eventmanagement.upstream.UpstreamException;
import io.eventmanagement.user.NoSuchUserException;
import io.eventmanagement.web.TooManyAnswersException;

/**
 * What a failed request was suffering from. This is the only place that turns exceptions into status codes.
 *
 * @param detail what the client is told
 * @param retryAfter null where no wait is known
 * @param circuitState null where no circuit is concerned
 * @param errors null where the body isn't at fault
 */
record Diagnosis(ProblemType type, String detail, Duration retryAfter, String circuitState, List<?> errors) {

    static Diagnosis of(Throwable thrown) {
        if (thrown instanceof CircuitOpenException e) {
            return new Diagnosis(ProblemType.CIRCUIT_OPEN, null, e.status().retryAfter(), e.status().state().name(), null);
        }
        if (thrown instanceof UpstreamException e) {
            return switch (e.failure()) {
                case UNAVAILABLE -> waiting(ProblemType.UPSTREAM_UNAVAILABLE, e.retryAfter().orElse(null));
                case CONNECT_TIMED_OUT, TIMED_OUT -> plain(ProblemType.UPSTREAM_TIMED_OUT);
                case CIRCUIT_OPEN -> plain(ProblemType.CIRCUIT_OPEN);
                case CREDENTIALS_UNAVAILABLE ->
                    waiting(ProblemType.UPSTREAM_CREDENTIALS_UNAVAILABLE, e.retryAfter().orElse(null));
                case UNREACHABLE, CONNECTION_CLOSED, SERVER_ERROR, BAD_ANSWER, REFUSED, CREDENTIALS_REFUSED ->
                    plain(ProblemType.UPSTREAM_FAILED);
            };
        }
        if (thrown instanceof DeadlineExceededException) {
            return plain(ProblemType.DEADLINE_EXCEEDED);
        }
        if (thrown instanceof BulkheadFullException || thrown instanceof TooManyAnswersException) {
            return waiting(ProblemType.OVERLOADED, Duration.ofSeconds(1));
        }
        if (thrown instanceof NoSuchUserException) {
            return explained(ProblemType.NO_SUCH_USER, thrown);
        }
        if (thrown instanceof NoSuchEventException) {
            return explained(ProblemType.NO_SUCH_EVENT, thrown);
        }
        if (thrown instanceof InvalidParameterException e) {
            return new Diagnosis(ProblemType.INVALID_PARAMETER, e.getMessage(), null, null, e.errors());
        }
        if (thrown instanceof KeyInUseException) {
            return waiting(ProblemType.IDEMPOTENCY_KEY_IN_USE, Duration.ofSeconds(1));
        }
        if (thrown instanceof KeyReusedException) {
            return plain(ProblemType.IDEMPOTENCY_KEY_REUSED);
        }
        if (thrown instanceof UnsettledException) {
            return plain(ProblemType.UPSTREAM_TIMED_OUT);
        }
        if (thrown instanceof OwnerUnknownException) {
            return explained(ProblemType.UNKNOWN_USER, thrown);
        }
        if (thrown instanceof EventRefusedException) {
            return explained(ProblemType.EVENT_REFUSED, thrown);
        }
        if (thrown instanceof InvalidEventException e) {
            return e.errors().isEmpty() ? explained(ProblemType.UNREADABLE_BODY, e)
                    : new Diagnosis(ProblemType.INVALID_EVENT, e.getMessage(), null, null, e.errors());
        }
        if (thrown instanceof TokenRefusedException e) {
            return switch (e.why()) {
                case MISSING, INVALID -> explained(ProblemType.UNAUTHORIZED, e);
                case WITHOUT_SCOPE -> explained(ProblemType.FORBIDDEN, e);
                case UNCHECKED -> waiting(ProblemType.IDENTITY_PROVIDER_UNAVAILABLE, IssuerWatch.PAUSE);
            };
        }
        if (thrown instanceof NoSuchOperationException) {
            return explained(ProblemType.NO_SUCH_OPERATION, thrown);
        }
        if (thrown instanceof DatabaseUnavailableException) {
            return waiting(ProblemType.DATABASE_UNAVAILABLE, Duration.ofSeconds(1));
        }
        if (thrown instanceof TooManyWatchersException) {
            return waiting(ProblemType.OVERLOADED, Duration.ofSeconds(10));
        }
        if (thrown instanceof TooManyPendingException) {
            return waiting(ProblemType.OVERLOADED, Duration.ofSeconds(10));
        }
        if (thrown instanceof ForeignPageException) {
            return plain(ProblemType.FOREIGN_PAGE);
        }
        if (thrown instanceof WrongStateException) {
            return plain(ProblemType.WRONG_STATE);
        }
        if (thrown instanceof RateLimitedException e) {
            return waiting(ProblemType.RATE_LIMITED, e.retryAfter());
        }
        if (thrown instanceof WebApplicationException e) {
            return of(e.getResponse().getStatus());
        }
        return plain(ProblemType.INTERNAL_ERROR);
    }

    /** For what the framework refuses by itself. */
    static Diagnosis of(int status) {
        return plain(switch (status) {
            case 400 -> ProblemType.BAD_REQUEST;
            case 401 -> ProblemType.UNAUTHORIZED;
            case 403 -> ProblemType.FORBIDDEN;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 408 -> ProblemType.REQUEST_TIMED_OUT;
            case 413 -> ProblemType.BODY_TOO_LARGE;
            case 414 -> ProblemType.URI_TOO_LONG;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> ProblemType.RATE_LIMITED;
            case 431 -> ProblemType.HEADERS_TOO_LARGE;
            default -> status >= 400 && status < 500 ? ProblemType.REQUEST_REFUSED : ProblemType.INTERNAL_ERROR;
        });
    }

    private static Diagnosis plain(ProblemType type) {
        return new Diagnosis(type, null, null, null, null);
    }

    private static Diagnosis explained(ProblemType type, Throwable why) {
        return new Diagnosis(type, why.getMessage(), null, null, null);
    }

    private static Diagnosis waiting(ProblemType type, Duration retryAfter) {
        return new Diagnosis(type, null, retryAfter, null, null);
    }

    /** Null where no wait is known. */
    Long retryAfterSeconds() {
        return retryAfter == null ? null : RetryAfter.seconds(retryAfter);
    }
}
