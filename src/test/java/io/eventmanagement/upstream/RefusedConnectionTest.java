package io.eventmanagement.upstream;

import static io.eventmanagement.ProblemAssert.assertProblem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.eventmanagement.CountedTest;
import io.eventmanagement.NarrowUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** An event.com to which there is no connection. */
@QuarkusTest
@TestProfile(NarrowUpstream.class)
class RefusedConnectionTest extends CountedTest {

    @BeforeEach
    void refuse() {
        eventCom.refuse();
    }

    @AfterEach
    void listen() {
        eventCom.listen();
    }

    @ParameterizedTest
    @EnumSource
    void isABadGateway(Call call) {
        Response response = call.send();

        assertProblem(response, 502, "upstream-failed", call.route);
    }
}
