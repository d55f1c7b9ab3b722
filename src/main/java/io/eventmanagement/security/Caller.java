package io.eventmanagement.security;

import java.util.Optional;

import org.eclipse.microprofile.jwt.JsonWebToken;

import io.vertx.ext.web.RoutingContext;

/** Who sends a request, as a token that has been verified tells. */
public final class Caller {

    private static final String KEY = Caller.class.getName();

    private Caller() {
    }

    /** The subject of the request's token; empty if it has none, or none that is valid. */
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
