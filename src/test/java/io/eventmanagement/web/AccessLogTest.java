package io.eventmanagement.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** When access lines take the short way to standard output. */
class AccessLogTest {

    private static final Map<String, String> OURS = Map.of("quarkus.log.console.format", "%s%n",
            "quarkus.log.console.json.excluded-keys", "sequence", "%dev.quarkus.log.console.json.enabled", "false");

    private static SmallRyeConfigBuilder config() {
        return new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(OURS, "application.properties", 250));
    }

    private static SmallRyeConfig configWithFile(String name, String value) {
        return config().withSources(new PropertiesConfigSource(Map.of(name, value), "config/application.properties", 260))
                .build();
    }

    @Test
    void whileNobodyHasSaidAnythingAboutLogs() {
        assertThat(AccessLog.isAsItComes(configWithFile("quarkus.http.port", "3000"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "quarkus.log.console.json.enabled", "quarkus.log.console.json.log-format",
            "quarkus.log.console.json.additional-field.\"service\".value", "quarkus.log.console.enabled",
            "quarkus.log.console.level", "quarkus.log.console.filter", "quarkus.log.file.enabled",
            "quarkus.log.category.\"access\".handlers", "quarkus.log.handlers", "quarkus.log.handler.file.\"x\".enabled" })
    void notOnceSomebodyHasSetHowOrWhereLogsAreWritten(String name) {
        assertThat(AccessLog.isAsItComes(configWithFile(name, "true"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "QUARKUS_LOG_CONSOLE_STDERR", "QUARKUS_LOG_CATEGORY__ACCESS__USE_PARENT_HANDLERS" })
    void neitherByAnEnvironmentVariable(String name) {
        SmallRyeConfig config = config().withSources(new EnvConfigSource(Map.of(name, "true"), 300)).build();

        assertThat(AccessLog.isAsItComes(config)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "quarkus.log.level", "quarkus.log.category.\"io.eventmanagement\".level" })
    void levelsDecideForEachLineAlone(String name) {
        assertThat(AccessLog.isAsItComes(configWithFile(name, "WARN"))).isTrue();
    }

    @Test
    void notWhereLogsAreText() {
        SmallRyeConfig config = new SmallRyeConfigBuilder().withProfile("dev")
                .withSources(new PropertiesConfigSource(OURS, "application.properties", 250)).build();

        assertThat(AccessLog.isAsItComes(config)).isFalse();
    }
}
