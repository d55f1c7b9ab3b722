package io.eventmanagement.database;

import jakarta.inject.Singleton;

import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.security.SimplePassword;
import io.quarkus.flyway.FlywayConfigurationCustomizer;

/**
 * Gives Flyway connections of its own: it needs two at once, and what it does may take longer than a request's work, by which
 * those of the pool are bounded.
 */
@Singleton
class MigrationConnections implements FlywayConfigurationCustomizer {

    private static final int CONNECT_SECONDS = 2;

    /** Without an answer; then it is tried again. */
    private static final int LONGEST_SECONDS = 600;

    @Override
    public void customize(FluentConfiguration configuration) {
        if (configuration.getDataSource() instanceof AgroalDataSource pool) {
            configuration.dataSource(like(pool));
        }
    }

    static PGSimpleDataSource like(AgroalDataSource pool) {
        AgroalConnectionFactoryConfiguration factory = pool.getConfiguration().connectionPoolConfiguration()
                .connectionFactoryConfiguration();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(factory.jdbcUrl());
        if (factory.principal() != null) {
            source.setUser(factory.principal().getName());
        }
        factory.credentials().stream().filter(SimplePassword.class::isInstance)
                .forEach(password -> source.setPassword(((SimplePassword) password).getWord()));
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(LONGEST_SECONDS);
        source.setTcpKeepAlive(true);
        source.setApplicationName("event-management");
        return source;
    }
}
