package io.eventmanagement.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.config.ConfigurableConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class DevDatabaseTest {

    private static final String RUNNING = "dev-mode.database.url";

    @AfterEach
    void forget() {
        System.clearProperty(RUNNING);
    }

    /** Null if there is none. */
    private static String url(String profile, Map<String, String> settings) {
        return new SmallRyeConfigBuilder().addDefaultInterceptors().withProfile(profile)
                .withSources(new ConfigurableConfigSource(new DevDatabase()),
                        new PropertiesConfigSource(settings, "application.properties", 250))
                .build().getConfigValue("database.url").getValue();
    }

    @Test
    void devModeHasAPostgresThatOutlivesItsChanges() throws SQLException {
        String url = url("dev", Map.of());

        try (Connection connection = DriverManager.getConnection("jdbc:" + url.replace("postgres@", ""), "postgres", "")) {
            assertThat(connection.isValid(0)).isTrue();
        }
        assertThat(url("dev", Map.of())).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = { "prod", "test" })
    void nothingElseHasOne(String profile) {
        System.setProperty(RUNNING, "postgresql://localhost/dev");

        assertThat(url(profile, Map.of())).isNull();
        assertThat(url("dev", Map.of())).isEqualTo("postgresql://localhost/dev");
    }

    @Test
    void oneThatIsSetComesFirst() {
        System.setProperty(RUNNING, "postgresql://localhost/dev");

        assertThat(url("dev", Map.of("database.url", "postgresql://localhost/own"))).isEqualTo("postgresql://localhost/own");
    }

    @Test
    void whereItCannotBeStartedThereIsNone() {
        System.setProperty(RUNNING, "");

        assertThat(url("dev", Map.of())).isNull();
    }
}
