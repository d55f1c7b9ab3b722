package io.eventmanagement.web;

/**
 * In which order a request meets our filters ({@code Filters} of Quarkus); the highest number comes first. Quarkus' own places
 * are 200, where a request's token is checked (TokenMechanism), and 100, where what it may is decided (ScopePolicy).
 */
public final class FilterOrder {

    /** The very first: what it holds back nobody has seen. */
    public static final int CONNECTION = 12_000;

    /** Before what is done for it, so that it sees each request whole. */
    public static final int LOG = 10_500;

    /** So that each log line has the id. */
    public static final int ID = 10_000;

    public static final int HEADERS = 9_900;

    /** Before tokens and limits: a browser sends its preflight without a token, and can't wait. */
    public static final int CORS = 9_800;

    /** Before whatever looks at the path. */
    public static final int URI = 9_700;

    /** The refusal of an open circuit, where there are neither tokens nor limits. */
    public static final int CIRCUIT_FOR_ALL = 9_600;

    /** After the token, since its subject is who is limited; before its scope, so that refused requests count as well. */
    public static final int LIMIT = 150;

    /** Methods and media types, of those who may ask. */
    public static final int GATE = 90;

    /** Of what would be taken, before its body is read. */
    public static final int CIRCUIT = 80;

    public static final int BODY = 70;

    private FilterOrder() {
    }
}
