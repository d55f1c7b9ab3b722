package io.eventmanagement.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;

import org.flywaydb.core.Flyway;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.eventmanagement.TestPostgres;
import io.eventmanagement.time.Time;
import io.vertx.core.Vertx;

/** Makes databases as each replica has one, without Quarkus, but with what application.properties says of connections. */
public final class Databases implements AutoCloseable {

    private static final String JDBC = "quarkus.datasource.jdbc.";

    private final Vertx vertx = Vertx.vertx();
    private final List<Runnable> opened = new ArrayList<>();

    public Vertx vertx() {
        return vertx;
    }

    /** One that is about to be tried for the first time. */
    public Database begin(TestPostgres postgres, int connections) {
        AgroalDataSource pool = pool(postgres, connections);
        return begin(connections, () -> pool, () -> migrate(pool));
    }

    Database begin(int connections, Supplier<AgroalDataSource> pool, Runnable migration) {
        Database database = new Database(connections, pool, migration, vertx, Time.SYSTEM);
        opened.add(0, database::end);
        database.begin(null);
        return database;
    }

    static void migrate(AgroalDataSource pool) {
        Flyway.configure().dataSource(MigrationConnections.like(pool)).load().migrate();
    }

    AgroalDataSource pool(TestPostgres postgres, int connections) {
        Properties settings = settings();
        try {
            AgroalDataSource pool = AgroalDataSource
                    .from(new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(bounds -> bounds
                            .maxSize(connections)
                            .acquisitionTimeout(Duration.parse("PT" + settings.getProperty(JDBC + "acquisition-timeout")))
                            .connectionFactoryConfiguration(factory -> {
                                factory.connectionProviderClassName("org.postgresql.Driver").jdbcUrl(postgres.jdbcUrl())
                                        .principal(new NamePrincipal("postgres")).credential(new SimplePassword("postgres"))
                                        .initialSql(settings.getProperty(JDBC + "new-connection-sql"));
                                String prefix = JDBC + "additional-jdbc-properties.";
                                settings.stringPropertyNames().stream().filter(name -> name.startsWith(prefix))
                                        .forEach(name -> factory.jdbcProperty(name.substring(prefix.length()),
                                                settings.getProperty(name)));
                                return factory;
                            })));
            opened.add(pool::close);
            return pool;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Properties settings() {
        Properties settings = new Properties();
        try (InputStream file = Databases.class.getResourceAsStream("/application.properties")) {
            settings.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    @Override
    public void close() {
        opened.forEach(Runnable::run);
        vertx.close();
    }
}
