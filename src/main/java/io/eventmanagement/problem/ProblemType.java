package io.eventmanagement.problem;

import java.util.Locale;

/** Every kind of problem that a client can meet (docs/contract.md, "Errors"). */
enum ProblemType {

    BAD_REQUEST(400, "Bad request", "The request can't be read."),
    UNREADABLE_BODY(400, "Unreadable body", "The body can't be read."),
    INVALID_EVENT(400, "Invalid event", "The body is not a valid event."),
    INVALID_PARAMETER(400, "Invalid parameter", "A parameter is not valid."),
    UNAUTHORIZED(401, "Unauthorized", "A valid bearer token is needed."),
    FORBIDDEN(403, "Forbidden", "The token doesn't allow this."),
    FOREIGN_PAGE(403, "Forbidden", "A page of another site may not have this done."),
    NOT_FOUND(404, "Not found", "There is nothing at this path."),
    NO_SUCH_USER(404, "No such user", "There is no such user."),
    NO_SUCH_EVENT(404, "No such event", "There is no such event."),
    NO_SUCH_OPERATION(404, "No such operation", "There is no such operation."),
    METHOD_NOT_ALLOWED(405, "Method not allowed",
            "This path doesn't support this method; the Allow header lists those that it supports."),
    NOT_ACCEPTABLE(406, "Not acceptable", "The answer is application/json, which the Accept header excludes."),
    REQUEST_TIMED_OUT(408, "Request timed out", "The request body didn't arrive in time."),
    IDEMPOTENCY_KEY_IN_USE(409, "Request still running",
            "The first request with this Idempotency-Key is still being processed."),
    WRONG_STATE(409, "Wrong state", "The state of the operation doesn't allow this."),
    BODY_TOO_LARGE(413, "Body too large", "The body may have at most 64 KiB."),
    URI_TOO_LONG(414, "URI too long", "The request line may have at most 4 KiB."),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", "The body must be application/json."),
    UNKNOWN_USER(422, "Unknown user", "There is no such user."),
    IDEMPOTENCY_KEY_REUSED(422, "Idempotency-Key reused",
            "This Idempotency-Key was used with another body or route."),
    EVENT_REFUSED(422, "Event refused", "The event service refused the event."),
    RATE_LIMITED(429, "Too many requests", "This client has sent too many requests. Please try again later."),
    HEADERS_TOO_LARGE(431, "Headers too large", "The headers together may have at most 20 KiB."),
    REQUEST_REFUSED(400, "Request refused", "The request can't be processed as it was sent."),
    INTERNAL_ERROR(500, "Internal error",
            "Something went wrong in this service. Its logs have the details under the request id."),
    UPSTREAM_FAILED(502, "Event service failed", "The event service didn't give a usable answer. Please try again later."),
    CIRCUIT_OPEN(503, "Service temporarily unavailable",
            "Event service is currently experiencing issues. Please try again later."),
    UPSTREAM_UNAVAILABLE(503, "Service temporarily unavailable", "The event service is unavailable. Please try again later."),
    UPSTREAM_CREDENTIALS_UNAVAILABLE(503, "Service temporarily unavailable",
            "This service has no credentials for the event service at the moment. Please try again later."),
    OVERLOADED(503, "Service temporarily unavailable", "Too many requests or answers are waiting. Please try again later."),
    IDENTITY_PROVIDER_UNAVAILABLE(503, "Service temporarily unavailable",
            "Tokens can't be checked at the moment. Please try again later."),
    DATABASE_UNAVAILABLE(503, "Service temporarily unavailable",
            "The request needs the database, which is unavailable. Please try again later."),
    DELIVERY_EXPIRED(503, "Not delivered in time", "The event couldn't be delivered for too long, and was given up."),
    UPSTREAM_TIMED_OUT(504, "Event service timed out", "The event service didn't answer in time. Please try again later."),
    DEADLINE_EXCEEDED(504, "Deadline exceeded", "The request couldn't be answered in time. Please try again later.");

    private final String urn;
    private final int status;
    private final String title;
    private final String detail;

    ProblemType(int status, String title, String detail) {
        this.urn = "urn:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    String urn() {
        return urn;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** What is said where nothing more exact is known. */
    String detail() {
        return detail;
    }
}
