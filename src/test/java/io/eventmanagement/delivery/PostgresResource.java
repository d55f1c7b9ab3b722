package io.eventmanagement.delivery;

import java.util.Map;

import io.eventmanagement.TestPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A PostgreSQL of its own, which a test gets by a field of type {@link TestPostgres}. */
public class PostgresResource implements QuarkusTestResourceLifecycleManager {

    private TestPostgres postgres;

    @Override
    public Map<String, String> start() {
        postgres = new TestPostgres();
        return Map.of("database.url", postgres.url());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(postgres, new TestInjector.MatchesType(TestPostgres.class));
    }

    @Override
    public void stop() {
        postgres.close();
    }
}
