package io.eventmanagement.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;

import io.eventmanagement.UpstreamTest;
import io.eventmanagement.WireMockUpstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;

@QuarkusTest
@TestProfile(WireMockUpstream.class)
class NoSecondLookupTest extends UpstreamTest {

    private static final String HEADER = "X-Test-Lookup";

    /** Tells what JAX-RS has found out of a request before it is its turn. */
    @Singleton
    static class EarlyLookups {

        private final AtomicReference<String> last = new AtomicReference<>();

        void register(@Observes Filters filters) {
            filters.register(request -> {
                if (request.request().getHeader(HEADER) != null) {
                    last.set(String.valueOf(Vertx.currentContext().<Object> getLocal("UrlPathTemplate")));
                }
                request.next();
            }, 1);
        }
    }

    @Inject
    EarlyLookups early;

    @Test
    void theResourceOfARequestIsLookedForOnce() {
        givenGet("/getUsers", json("[]"));

        assertThat(request().header(HEADER, "?").get("/getUsers").statusCode()).isEqualTo(200);

        assertThat(early.last.get()).isEqualTo("null");
    }
}
