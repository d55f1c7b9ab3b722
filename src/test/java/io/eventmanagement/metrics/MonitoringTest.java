package io.eventmanagement.metrics;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/**
 * The dashboard and the alerts against what the service tells: a query for what there isn't shows nothing, and never alerts.
 */
@QuarkusTest
@TestProfile(MonitoringTest.WithDatabase.class)
class MonitoringTest extends UpstreamTest {

    /** And with a Redis: neither can be reached, and their metrics are there all the same. Tokens come from WireMock. */
    public static class WithDatabase extends WireMockUpstream {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("database.url", "postgresql://localhost:1/none");
            overrides.put("redis.url", "redis://localhost:1");
            overrides.put("event-api.oauth-token-url", "http://localhost:${quarkus.wiremock.devservices.port}/token");
            overrides.put("event-api.oauth-client-id", "event-management");
            overrides.put("event-api.oauth-client-secret", "secret");
            return overrides;
        }
    }

    private static final Path DIRECTORY = Path.of("k8s/components/monitoring");

    /** What Prometheus itself adds. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up");
    private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("job", "instance");

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    /** Before there is a token every request fails. */
    @Override
    protected boolean needsWarmth() {
        return false;
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(DIRECTORY.resolve("dashboard.json").toFile());
    }

    private static List<JsonNode> alerts() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory()).readTree(DIRECTORY.resolve("prometheus-rule.yaml").toFile());
        return rules.at("/spec/groups").findValues("rules").stream().flatMap(MonitoringTest::all).toList();
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<Query> queries() throws IOException {
        Stream<String> shown = dashboard().get("panels").findValuesAsText("expr").stream();
        Stream<String> watched = alerts().stream().map(alert -> alert.get("expr").asText());
        return Stream.concat(shown, watched).map(Query::parse).toList();
    }

    /** Some of all that can happen to requests. */
    private Scrape scrapeAfterTraffic() {
        eventCom.register(post("/token").willReturn(json("{\"access_token\":\"token\",\"expires_in\":3600}")));
        eventually("there is a token", () -> Scrape.of(metrics).sum("upstream_token_valid_until_seconds") > 0);
        givenUser("1", "a", "gone");
        givenEvent("a", json("{}"));
        givenEvent("gone", empty());
        givenGet("/getUsers", json("{}").withStatus(500));
        givenGet("/getEvents", json("{}").withStatus(403));
        request().get("/getEventsByUserId/1");
        request().get("/getUsers");
        request().get("/getEvents");
        return Scrape.of(metrics);
    }

    @Test
    void everyMetricOfTheDashboardAndTheAlertsIsThere() throws IOException {
        Set<String> used = new TreeSet<>();
        queries().forEach(query -> query.selectors().forEach(selector -> used.add(selector.metric())));
        used.removeAll(OF_PROMETHEUS);

        Set<String> there = scrapeAfterTraffic().names();

        assertThat(used).hasSizeGreaterThan(25);
        assertThat(there).containsAll(used);
    }

    @Test
    void everySelectionOfLabelsFindsSomething() throws IOException {
        List<Query> queries = queries();

        Scrape scrape = scrapeAfterTraffic();

        assertThat(queries).allSatisfy(query -> assertThat(query.selectors()).allSatisfy(selector -> assertThat(
                OF_PROMETHEUS.contains(selector.metric()) || scrape.series().keySet().stream()
                        .anyMatch(series -> Scrape.name(series).equals(selector.metric()) && matches(selector, series)))
                .as(selector.toString()).isTrue()));
    }

    private static boolean matches(Query.Selector selector, String series) {
        return selector.conditions().stream().filter(condition -> !LABELS_OF_PROMETHEUS.contains(condition.label()))
                .allMatch(condition -> {
                    Matcher label = Pattern.compile("[{,]" + condition.label() + "=\"([^\"]*)\"").matcher(series);
                    return label.find() && condition.holds(label.group(1));
                });
    }

    @Test
    void everyLabelByWhichIsGroupedIsOneOfTheMetrics() throws IOException {
        List<Query> queries = queries();

        Scrape scrape = scrapeAfterTraffic();

        assertThat(queries).allSatisfy(query -> assertThat(query.labels()).allSatisfy(label -> assertThat(
                LABELS_OF_PROMETHEUS.contains(label) || scrape.series().keySet().stream()
                        .anyMatch(series -> query.selectors().stream().anyMatch(one -> one.metric().equals(Scrape.name(series)))
                                && series.matches(".*[{,]" + label + "=\".*")))
                .as(label + " in " + query).isTrue()));
    }

    @Test
    void everyPanelShowsSomethingAndHasAnIdOfItsOwn() throws IOException {
        List<JsonNode> panels = all(dashboard().get("panels")).toList();

        assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels).filteredOn(panel -> !panel.get("type").asText().equals("row"))
                .allSatisfy(panel -> assertThat(panel.get("targets")).isNotEmpty());
    }

    @Test
    void everyAlertSaysWhatIsWrongAndWhatToDo() throws IOException {
        assertThat(alerts()).hasSizeGreaterThanOrEqualTo(6).allSatisfy(alert -> {
            assertThat(alert.get("alert").asText()).startsWith("EventManagement");
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/annotations/runbook_url").asText()).matches("docs/operations\\.md#[a-z-]+");
        });
    }

    @Test
    void everyRunbookIsThere() throws IOException {
        Set<String> anchors = new TreeSet<>();
        Matcher heading = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/operations.md")));
        while (heading.find()) {
            anchors.add("docs/operations.md#" + heading.group(1).toLowerCase().replaceAll("[^a-z0-9 -]", "").replace(' ', '-'));
        }

        assertThat(alerts()).extracting(alert -> alert.at("/annotations/runbook_url").asText()).isSubsetOf(anchors);
    }
}
