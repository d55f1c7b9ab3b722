package io.eventmanagement.security;

import java.util.Optional;

import org.eclipse.microprofile.jwt.JsonWebToken;

import io.vertx.ext.web.RoutingContext;

/** The sender of a request, as named by the request's verified token. */
public final class Caller {

    private static final String KEY = Caller.class.getName();

    private Caller() {
    }

    /** The subject of the request's token; empty if there is no valid token, or it has no subject. */
    public static Optional<String> subject(RoutingContext request) {
        return Optional.ofNullable(request.<JsonWebToken> get(KEY)).map(JsonWebToken::getSubject);
    }

    /** Whether the request has a token that names nobody: nothing is its own. */
    public static boolean isNameless(RoutingContext request) {
        return request.get(KEY) != null && subject(request).filter(subject -> !subject.isEmpty()).isEmpty();
    }

    static void is(JsonWebToken token, RoutingContext request) {
        request.put(KEY, token);
    }
}
