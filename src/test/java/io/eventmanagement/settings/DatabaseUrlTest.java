package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.config.SmallRyeConfig;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({ "postgresql://localhost/events, jdbc:postgresql://localhost/events,,",
            "postgres://localhost/events, jdbc:postgresql://localhost/events,,",
            "jdbc:postgresql://localhost:5432/events, jdbc:postgresql://localhost:5432/events,,",
            "postgresql://user@db.example/events, jdbc:postgresql://db.example/events, user,",
            "postgresql://user:pass@db.example:5433/events?sslmode=require&a=b, "
                    + "jdbc:postgresql://db.example:5433/events?sslmode=require&a=b, user, pass",
            "postgresql://u%40x:p%3A%2F%40+%25@db/events, jdbc:postgresql://db/events, u@x, p:/@+%",
            "postgresql://user:a:b@db/events, jdbc:postgresql://db/events, user, a:b",
            "postgresql://[::1]:5432/events, jdbc:postgresql://[::1]:5432/events,,",
            "'postgresql://u:p@a:1,b:2/events?targetServerType=primary', "
                    + "'jdbc:postgresql://a:1,b:2/events?targetServerType=primary', u, p" })
    void itsPartsAreToldApart(String url, String jdbc, String username, String password) {
        assertThat(DatabaseUrl.parse(url)).contains(new DatabaseUrl(jdbc, username, password));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "localhost/events", "mysql://localhost/events", "postgresql://localhost",
            "postgresql://localhost/",
            "postgresql:///events", "postgresql://localhost:port/events", "postgresql://user:%zz@localhost/events",
            "postgresql://a@b@localhost/events", "postgresql://localhost/events#x", "postgresql://local host/events",
            "postgresql://localhost/events?a b" })
    void anythingElseIsNone(String url) {
        assertThat(DatabaseUrl.parse(url)).isEmpty();
    }

    private static String read(Map<String, String> environment, String name) {
        SmallRyeConfig config = Configured.with(environment);
        return config.getConfigValue("database-source." + name).getValue();
    }

    @Test
    void withoutOneTheDataSourceIsOff() {
        assertThat(read(Map.of(), "active")).isEqualTo("false");
        assertThat(read(Map.of("DATABASE_USERNAME", "me"), "active")).isEqualTo("false");
    }

    @Test
    void withOneTheDataSourceIsOnAndHasItsUser() {
        Map<String, String> url = Map.of("DATABASE_URL", "postgresql://user:pass@db/events?a=b");

        assertThat(read(url, "active")).isEqualTo("true");
        assertThat(read(url, "url")).isEqualTo("jdbc:postgresql://db/events?a=b");
        assertThat(read(url, "username")).isEqualTo("user");
        assertThat(read(url, "password")).isEqualTo("pass");
    }

    @Test
    void aUserAndAPasswordOfTheirOwnComeFirstUnlessTheyAreEmpty() {
        String url = "postgresql://user:pass@db/events";
        Map<String, String> own = Map.of("DATABASE_URL", url, "DATABASE_USERNAME", "me", "DATABASE_PASSWORD", "secret");
        Map<String, String> empty = Map.of("DATABASE_URL", url, "DATABASE_USERNAME", "", "DATABASE_PASSWORD", "");

        assertThat(read(own, "username")).isEqualTo("me");
        assertThat(read(own, "password")).isEqualTo("secret");
        assertThat(read(empty, "username")).isEqualTo("user");
        assertThat(read(empty, "password")).isEqualTo("pass");
    }
}
