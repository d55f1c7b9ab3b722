package io.eventmanagement.security;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A {@link FakeIssuer} that is up before the service is; a test gets it by a field of that type. */
public class IssuerResource implements QuarkusTestResourceLifecycleManager {

    public static final String AUDIENCE = "event-management";

    final FakeIssuer issuer = new FakeIssuer();

    @Override
    public Map<String, String> start() {
        issuer.publish(Tokens.KEY);
        issuer.start();
        return settings();
    }

    final Map<String, String> settings() {
        return Map.of("oidc.enabled", "true", "oidc.issuer", issuer.url(), "oidc.audience", AUDIENCE);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(issuer, new TestInjector.MatchesType(FakeIssuer.class));
    }

    @Override
    public void stop() {
        issuer.stop();
    }

    /** Down, until the test starts it. */
    public static class Down extends IssuerResource {

        @Override
        public Map<String, String> start() {
            issuer.publish(Tokens.KEY);
            return settings();
        }
    }
}
