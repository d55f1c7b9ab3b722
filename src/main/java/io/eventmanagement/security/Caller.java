package io.eventmanagement.security;

import java.util.Arrays;
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
        return token(request).map(JsonWebToken::getSubject);
    }

    static void is(JsonWebToken token, RoutingContext request) {
        request.put(KEY, token);
    }

    static Optional<JsonWebToken> token(RoutingContext request) {
        return Optional.ofNullable(request.get(KEY));
    }

    /** RFC 8693, 4.2: one string, with blanks between the scopes. */
    static boolean has(String scope, JsonWebToken token) {
        return token.getClaim("scope") instanceof String scopes && Arrays.asList(scopes.split(" ")).contains(scope);
    }
}
