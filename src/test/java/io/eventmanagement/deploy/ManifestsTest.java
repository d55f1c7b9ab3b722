package io.eventmanagement.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.eventmanagement.settings.SettingRules;

/**
 * Whether {@code k8s/} fits the service and itself, where none of the tools of {@code .ci/manifests} would tell.
 */
class ManifestsTest {

    private static final Path K8S = Path.of("k8s");
    private static final ObjectMapper YAML = new YAMLMapper();

    /** The names of a container's ports, by the settings that say where the service listens. */
    private static final Map<String, String> PORTS = Map.of("PORT", "http", "MANAGEMENT_PORT", "management");

    private static List<Path> files() {
        try (Stream<Path> files = Files.walk(K8S)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<JsonNode> documents(Path file) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode> readValues(file.toFile())) {
            return documents.readAll();
        } catch (IOException e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        }
    }

    /** What is only laid over what another file deploys. */
    private static List<Path> patches() {
        return files().stream().filter(file -> file.endsWith("kustomization.yaml"))
                .flatMap(file -> documents(file).get(0).path("patches").findValuesAsText("path").stream()
                        .map(patch -> file.resolveSibling(patch)))
                .toList();
    }

    /** All that is deployed, in whichever overlay. */
    private static List<JsonNode> objects() {
        List<Path> patches = patches();
        return files().stream().filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml"))
                .filter(file -> !patches.contains(file)).flatMap(file -> documents(file).stream()).toList();
    }

    private static List<JsonNode> objects(String kind) {
        List<JsonNode> objects = objects().stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
        assertThat(objects).as(kind).isNotEmpty();
        return objects;
    }

    private static JsonNode pod(JsonNode deployment) {
        return deployment.at("/spec/template/spec");
    }

    private static JsonNode container(JsonNode deployment) {
        return pod(deployment).at("/containers/0");
    }

    private static JsonNode service() {
        return objects("Deployment").stream().filter(one -> name(one).equals("event-management")).findFirst().orElseThrow();
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    /** The lines of an overlay's ConfigMaps, base first, by the names of their generators. */
    private static Map<String, List<String>> lines(String overlay) throws IOException {
        Map<String, List<String>> all = new TreeMap<>();
        for (String directory : List.of("base", "overlays/" + overlay)) {
            Path kustomization = K8S.resolve(directory).resolve("kustomization.yaml");
            for (JsonNode generator : documents(kustomization).get(0).path("configMapGenerator")) {
                List<String> lines = all.computeIfAbsent(generator.path("name").asText(), name -> new ArrayList<>());
                generator.path("literals").forEach(literal -> lines.add(literal.asText()));
                for (JsonNode file : generator.path("envs")) {
                    lines.addAll(Files.readAllLines(kustomization.resolveSibling(file.asText())));
                }
            }
        }
        return all;
    }

    private static Map<String, String> settings(List<String> lines) {
        Map<String, String> settings = new TreeMap<>();
        lines.stream().filter(line -> !line.startsWith("#")).forEach(line -> {
            // Kustomize would take what lacks a value from the environment of whoever runs it.
            assertThat(line).matches("[A-Z_]+=.+");
            settings.put(line.split("=", 2)[0], line.split("=", 2)[1]);
        });
        return settings;
    }

    private static Map<String, String> settingsOfTheService() throws IOException {
        return settings(lines("demo").get("event-management"));
    }

    private static String inForce(Map<String, String> settings, String name) {
        return settings.getOrDefault(name, SettingRules.byDefault(name));
    }

    private static void assertAllowed(Map<String, String> settings) {
        assertThat(settings).allSatisfy((name, value) -> assertThat(SettingRules.problem(name, value)).isEmpty());
        assertThat(SettingRules.problemsTogether(settings)).isEmpty();
        assertThat(settings.keySet()).containsAnyOf("EVENT_API_BASE_URL", "EVENT_API_STAND_IN");
    }

    @ParameterizedTest
    @ValueSource(strings = { "demo", "prod" })
    void theServiceWouldStartWithEachConfigMap(String overlay) throws IOException {
        lines(overlay).values().forEach(lines -> assertAllowed(settings(lines)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "demo", "prod" })
    void soItWouldWithTheLinesThatAreThereToBeUncommented(String overlay) throws IOException {
        lines(overlay).values().forEach(lines -> assertAllowed(
                settings(lines.stream().map(line -> line.replaceFirst("^#(?! )", "")).toList())));
    }

    @Test
    void allSettingsAreInConfigMaps() {
        assertThat(objects("Deployment")).allSatisfy(deployment -> {
            assertThat(container(deployment).at("/envFrom/0/configMapRef/name").asText()).isEqualTo(name(deployment));
            assertThat(container(deployment).has("env")).isFalse();
        });
    }

    @Test
    void theDatabaseIsToldByTheSecretThatTheReadmeMakes() throws IOException {
        assertIsToldBySecret("database", "postgresql://db.example/events",
                Map.of("DATABASE_URL", "url", "DATABASE_USERNAME", "username", "DATABASE_PASSWORD", "password"));
        assertThat(Files.readString(K8S.resolve("README.md"))).contains("--from-literal=username=");
    }

    @Test
    void redisIsToldByTheSecretThatTheReadmeMakes() throws IOException {
        assertIsToldBySecret("redis", "redis://redis.example", Map.of("REDIS_URL", "url", "REDIS_PASSWORD", "password"));
    }

    private static void assertIsToldBySecret(String component, String url, Map<String, String> variables) throws IOException {
        JsonNode patch = documents(K8S.resolve("components").resolve(component).resolve("credentials.yaml")).get(0);
        Map<String, String> keys = new TreeMap<>();
        container(patch).path("env").forEach(variable -> {
            JsonNode secret = variable.at("/valueFrom/secretKeyRef");
            assertThat(secret.path("name").asText()).isEqualTo("event-management-" + component);
            keys.put(variable.path("name").asText(), secret.path("key").asText());
        });

        assertThat(name(patch)).isEqualTo(name(service()));
        assertThat(container(patch).path("name")).isEqualTo(container(service()).path("name"));
        assertThat(keys).isEqualTo(variables);
        assertThat(keys.keySet()).allSatisfy(name -> assertThat(SettingRules.problem(name, url)).isEmpty());
        assertThat(Files.readString(K8S.resolve("README.md")))
                .contains("create secret generic event-management-" + component + " ").contains("--from-literal=url=")
                .contains("--from-file=password=");
    }

    @Test
    void eachOverlayHasTheDatabaseAndRedisThereToBeUncommented() throws IOException {
        for (String overlay : List.of("demo", "prod")) {
            String kustomization = Files.readString(K8S.resolve("overlays/" + overlay + "/kustomization.yaml"));

            // As .ci/manifests does it.
            JsonNode whole = YAML.readTree(kustomization.replaceAll("(?m)^#(components:|  - .*/components/)", "$1"));

            assertThat(whole.path("components")).extracting(one -> one.asText())
                    .contains("../../components/database", "../../components/redis", "../../components/event-api");
        }
    }

    @Test
    void theFilesThatSettingsNameAreThoseOfTheSecretThatTheReadmeMakes() throws IOException {
        JsonNode patch = documents(K8S.resolve("components/event-api/credentials.yaml")).get(0);
        String directory = container(patch).at("/volumeMounts/0/mountPath").asText() + '/';
        Map<String, String> files = new TreeMap<>();
        Files.readAllLines(K8S.resolve("overlays/prod/settings.env")).stream().filter(line -> line.contains("=/"))
                .forEach(line -> files.put(line.split("=")[0].substring(1), line.split("=")[1]));
        String readme = Files.readString(K8S.resolve("README.md"));

        assertThat(name(patch)).isEqualTo(name(service()));
        assertThat(container(patch).path("name")).isEqualTo(container(service()).path("name"));
        assertThat(container(patch).at("/volumeMounts/0/name")).isEqualTo(pod(patch).at("/volumes/0/name"));
        assertThat(readme).contains("create secret generic " + pod(patch).at("/volumes/0/secret/secretName").asText() + ' ');
        assertThat(files).containsOnlyKeys("EVENT_API_KEY_FILE", "EVENT_API_OAUTH_CLIENT_SECRET_FILE", "EVENT_API_TLS_CA",
                "EVENT_API_TLS_CERT", "EVENT_API_TLS_KEY");
        assertThat(files).allSatisfy((setting, file) -> {
            assertThat(SettingRules.problem(setting, file)).isEmpty();
            assertThat(file).startsWith(directory);
            assertThat(readme).contains("--from-file=" + file.substring(directory.length()) + '=');
        });
    }

    @Test
    void theContainersPortsAreThoseOnWhichTheServiceListens() throws IOException {
        Map<String, String> settings = settingsOfTheService();

        PORTS.forEach((setting, name) -> assertThat(container(service()).path("ports"))
                .filteredOn(port -> port.path("name").asText().equals(name))
                .extracting(port -> port.path("containerPort").asText()).containsExactly(inForce(settings, setting)));
    }

    /** Of the containers and Services, whose ports have the same names; numbers are those of other services. */
    @Test
    void whereAPortIsNamedThereIsOne() {
        for (JsonNode object : objects()) {
            assertThat(object.findValuesAsText("targetPort")).as(name(object)).allSatisfy(
                    port -> assertThat(PORTS).containsValue(port));
            assertThat(object.findValues("port")).as(name(object)).filteredOn(JsonNode::isTextual).allSatisfy(
                    port -> assertThat(PORTS).containsValue(port.asText()));
        }
    }

    /** Of this namespace; what is in another one isn't ours to know. */
    @Test
    void whatSelectsPodsSelectsThoseOfADeployment() {
        List<JsonNode> selectable = objects("Deployment").stream().map(one -> one.at("/spec/selector/matchLabels")).toList();
        List<JsonNode> selectors = new ArrayList<>();
        objects().forEach(object -> {
            selectors.addAll(object.findValues("podSelector"));
            selectors.addAll(object.findValues("labelSelector"));
        });
        objects("PodDisruptionBudget").forEach(budget -> selectors.add(budget.at("/spec/selector")));

        assertThat(selectors).hasSizeGreaterThan(8)
                .allSatisfy(selector -> assertThat(selectable).contains(selector.path("matchLabels")));
    }

    @Test
    void aPolicyIsOfTheKindsThatItHasRulesFor() {
        assertThat(objects("NetworkPolicy")).allSatisfy(policy -> {
            String types = policy.at("/spec/policyTypes").toString();
            assertThat(types.contains("Ingress") || !policy.path("spec").has("ingress")).isTrue();
            assertThat(types.contains("Egress") || !policy.path("spec").has("egress")).isTrue();
        });
    }

    @Test
    void theProbesAskTheServicesOwnRoutes() {
        Map.of("startupProbe", "/q/health/started", "livenessProbe", "/q/health/live", "readinessProbe", "/q/health/ready")
                .forEach((probe, path) -> {
                    JsonNode get = container(service()).path(probe).path("httpGet");
                    assertThat(get.path("path").asText()).isEqualTo(path);
                    assertThat(get.path("port").asText()).isEqualTo("management");
                });
    }

    @Test
    void aPodHasTheTimeToEndWell() throws IOException {
        Map<String, String> settings = settingsOfTheService();
        long preStop = container(service()).at("/lifecycle/preStop/sleep/seconds").asLong();
        long delay = Long.parseLong(inForce(settings, "SHUTDOWN_DELAY_MS")) / 1000;
        long timeout = Long.parseLong(inForce(settings, "SHUTDOWN_TIMEOUT_MS")) / 1000;
        // For deliveries that are under way.
        long deliveries = Long.parseLong(inForce(settings, "EVENT_API_ADD_TIMEOUT_MS")) / 1000 + 5;
        JsonNode readiness = container(service()).path("readinessProbe");

        assertThat(preStop).isPositive();
        assertThat(pod(service()).path("terminationGracePeriodSeconds").asLong())
                .isGreaterThan(preStop + delay + timeout + deliveries);
        assertThat(readiness.path("periodSeconds").asLong() * readiness.path("failureThreshold").asLong()).isLessThan(delay);
    }

    @Test
    void aRolloutTakesNoPodAwayBeforeTheNextIsThere() {
        assertThat(service().at("/spec/strategy/rollingUpdate/maxUnavailable").asText()).isEqualTo("0");
    }

    /** What kube-linter doesn't ask for. */
    @Test
    void podsHaveNoMoreThanTheyNeed() {
        assertThat(objects("Namespace").get(0).at("/metadata/labels").path("pod-security.kubernetes.io/enforce").asText())
                .isEqualTo("restricted");
        assertThat(objects("Deployment")).allSatisfy(deployment -> {
            assertThat(pod(deployment).path("automountServiceAccountToken").asText()).isEqualTo("false");
            assertThat(pod(deployment).path("enableServiceLinks").asText()).isEqualTo("false");
            assertThat(container(deployment).at("/volumeMounts/0/mountPath").asText()).isEqualTo("/tmp");
        });
    }

    @Test
    void theStandInIsRunAsTheServiceIsAndCalledByIt() throws IOException {
        assertThat(objects("Deployment")).hasSize(2).allSatisfy(deployment -> {
            for (String field : List.of("terminationGracePeriodSeconds", "securityContext", "volumes")) {
                assertThat(pod(deployment).path(field)).as(field).isEqualTo(pod(service()).path(field));
            }
            for (String field : List.of("image", "ports", "startupProbe", "livenessProbe", "readinessProbe", "lifecycle",
                    "securityContext")) {
                assertThat(container(deployment).path(field)).as(field).isEqualTo(container(service()).path(field));
            }
        });
        assertThat(objects("Service")).extracting(ManifestsTest::name).contains("event-com-stand-in");
        assertThat(settingsOfTheService()).containsEntry("EVENT_API_BASE_URL", "http://event-com-stand-in/event.com");
    }

    @Test
    void prometheusAsksForTheMetricsAndTheAlertsForItsJob() {
        JsonNode monitor = objects("ServiceMonitor").get(0);
        String job = monitor.at("/spec/selector/matchLabels").path(monitor.at("/spec/jobLabel").asText()).asText();

        assertThat(monitor.at("/spec/endpoints/0/port").asText()).isEqualTo("management");
        assertThat(monitor.at("/spec/endpoints/0/path").asText()).isEqualTo("/q/metrics");
        assertThat(objects("PrometheusRule").get(0).findValuesAsText("expr")).isNotEmpty()
                .allSatisfy(query -> assertThat(Pattern.compile("job=\"([^\"]*)\"").matcher(query).results()
                        .map(found -> found.group(1))).isNotEmpty().containsOnly(job));
    }

    @Test
    void eachOverlaySaysWhichImage() throws IOException {
        String image = container(service()).path("image").asText();
        for (String overlay : List.of("demo", "prod")) {
            assertThat(documents(K8S.resolve("overlays/" + overlay + "/kustomization.yaml")).get(0).path("images"))
                    .singleElement().satisfies(one -> {
                        assertThat(one.path("name").asText()).isEqualTo(image);
                        assertThat(one.path("newName").asText(image)).matches("(.*/)?" + image);
                        assertThat(one.path("newTag").asText()).isNotEmpty();
                    });
        }
        assertThat(Pattern.compile("(?:docker build .*-t |kind load docker-image )(\\S+)")
                .matcher(Files.readString(K8S.resolve("README.md"))).results().map(found -> found.group(1)))
                .isNotEmpty().containsOnly(image);
    }

    @Test
    void everyFileIsPartOfAKustomization() throws IOException {
        for (Path file : files()) {
            boolean itself = file.endsWith("kustomization.yaml") || file.endsWith("README.md");
            assertThat(itself || Files.readString(file.resolveSibling("kustomization.yaml"))
                    .contains(" " + file.getFileName() + "\n")).as(file.toString()).isTrue();
        }
    }
}
