package io.eventmanagement.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(WireMockUpstream.class)
class LeftOverChecksTest extends UpstreamTest {

    @Test
    void noneIsKeptForTheTimeThatARequestIsUnderWay() {
        givenGet("/getUsers", json("[]"));

        assertThat(request().header(LeftOverChecks.HEADER, "?").get("/getUsers").header(LeftOverChecks.HEADER))
                .isEqualTo("null null");
    }
}
