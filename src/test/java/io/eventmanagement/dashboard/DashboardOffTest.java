package io.eventmanagement.dashboard;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(WireMockUpstream.class)
class DashboardOffTest {

    @TestHTTPResource(value = "/dashboard", management = true)
    URL page;

    @ParameterizedTest
    @ValueSource(strings = { "", "/data", "/stream", "/main.js" })
    void thereIsNoneUnlessItIsSwitchedOn(String path) {
        assertThat(get(page + path).statusCode()).isEqualTo(404);
    }
}
