package io.eventmanagement.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.eventmanagement.settings.SettingRules;

/** Whether {@code compose.yaml} fits the service and itself. */
class ComposeTest {

    private static JsonNode compose() throws IOException {
        return new YAMLMapper().readTree(Path.of("compose.yaml").toFile());
    }

    private static Map<String, String> environment(String service) throws IOException {
        Map<String, String> variables = new TreeMap<>();
        compose().path("services").path(service).path("environment").properties()
                .forEach(variable -> variables.put(variable.getKey(), variable.getValue().asText()));
        assertThat(variables).as(service).isNotEmpty();
        return variables;
    }

    private static void assertAllowed(Map<String, String> settings) {
        assertThat(settings).allSatisfy((name, value) -> assertThat(SettingRules.problem(name, value)).isEmpty());
        assertThat(SettingRules.problemsTogether(settings)).isEmpty();
    }

    @Test
    void theServiceAndTheStandInWouldStart() throws IOException {
        assertAllowed(environment("event-management"));
        assertAllowed(environment("event-com"));
    }

    @Test
    void theServiceCallsWhatIsThere() throws IOException {
        Map<String, String> settings = environment("event-management");
        Map<String, String> database = environment("database");

        assertThat(settings).containsEntry("EVENT_API_BASE_URL",
                "http://event-com:" + SettingRules.byDefault("PORT") + "/event.com")
                .containsEntry("DATABASE_URL", "postgresql://database/" + database.get("POSTGRES_DB"))
                .containsEntry("DATABASE_USERNAME", database.get("POSTGRES_USER"))
                .containsEntry("DATABASE_PASSWORD", database.get("POSTGRES_PASSWORD"))
                .containsEntry("REDIS_URL", "redis://redis");
        assertThat(compose().path("services").has("redis")).isTrue();
    }

    @Test
    void theImageIsOneOfOurs() throws IOException {
        String dockerfile = compose().at("/x-image/build/dockerfile").asText();

        assertThat(Path.of(dockerfile.replaceAll("\\$\\{DOCKERFILE:-(.*)}", "$1"))).isRegularFile();
        assertThat(Files.readString(Path.of("compose.yaml")))
                .contains(" DOCKERFILE=Dockerfile.jvm docker compose up --build\n");
    }
}
