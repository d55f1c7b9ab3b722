package io.eventmanagement.health;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.tomakehurst.wiremock.client.WireMock;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

@QuarkusTest
@TestProfile(WireMockUpstream.class)
class HealthTest extends UpstreamTest {

    private static final String EVENT = "{\"name\":\"n\",\"userId\":1}";

    @TestHTTPResource(value = "/health", management = true)
    URL health;

    @ParameterizedTest
    @ValueSource(strings = { "", "/live", "/ready", "/started" })
    void isUpAndAsksNothingOfEventCom(String check) {
        Response response = get(health + check);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getString("status")).isEqualTo("UP");
        assertThat(calls()).isZero();
    }

    @Test
    void readinessTellsEachCircuit() {
        Response response = get(health + "/ready");

        assertThat(circuits(response.jsonPath())).containsOnly(Map.entry("add-event", "CLOSED"),
                Map.entry("get-users", "CLOSED"), Map.entry("get-events", "CLOSED"), Map.entry("get-user-by-id", "CLOSED"),
                Map.entry("get-event-by-id", "CLOSED"));
    }

    @Test
    void anOpenCircuitIsToldAndNothingIsDownForIt() {
        givenUser("1");
        givenAdd(WireMock.serverError());
        for (int i = 0; i < 3; i++) {
            add(EVENT);
        }

        Response ready = get(health + "/ready");
        Response live = get(health + "/live");

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.jsonPath().getString("status")).isEqualTo("UP");
        assertThat(circuits(ready.jsonPath())).containsEntry("add-event", "OPEN").containsEntry("get-users", "CLOSED");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.asString()).doesNotContain("add-event");
    }

    @Test
    void clientsDoNotReachIt() {
        assertThat(get("/q/health").statusCode()).isEqualTo(404);
    }

    private static Map<String, Object> circuits(JsonPath readiness) {
        return readiness.getList("checks", Map.class).stream()
                // Quarkus' own check, of whether the service is ending, has no data.
                .filter(check -> check.get("data") != null
                        && !Set.of("database", "redis", "access-token").contains(check.get("name")))
                .collect(Collectors.toMap(check -> (String) check.get("name"),
                        check -> ((Map<?, ?>) check.get("data")).get("state")));
    }
}
