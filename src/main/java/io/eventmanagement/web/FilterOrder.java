package io.eventmanagement.web;

/**
 * The order in which a request passes our filters (Quarkus' {@code Filters}); the highest number comes first. Quarkus' own
 * filters are at 200, where the token is checked (TokenMechanism), and at 100, where its scope is checked (ScopePolicy).
 * RouteLabel is at 11,000.
 */
public final class FilterOrder {

    /** First of all, so that no other filter sees a request that is held back. */
    public static final int CONNECTION = 12_000;

    /** Before the work on the request begins, so that the log covers all of it. */
    public static final int LOG = 10_500;

    /** Early, so that every log line has the id. */
    public static final int ID = 10_000;

    public static final int HEADERS = 9_900;

    /** Before tokens and limits: a browser sends its preflight without a token, and won't wait and retry. */
    public static final int CORS = 9_800;

    /** Before anything looks at the path. */
    public static final int URI = 9_700;

    /** Refuses {@code addEvent} while its circuit is open, where there are neither tokens nor limits. */
    public static final int CIRCUIT_FOR_ALL = 9_600;

    /** After the token check, since the token's subject is limited; before the scope check, so that refusals count too. */
    public static final int LIMIT = 150;

    /** Checks methods and media types, after it is clear that the client may ask. */
    public static final int GATE = 90;

    /** Refuses {@code addEvent} while its circuit is open, before the body is read. */
    public static final int CIRCUIT = 80;

    public static final int BODY = 70;

    private FilterOrder() {
    }
}
