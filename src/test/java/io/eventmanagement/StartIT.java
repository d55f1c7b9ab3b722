package io.eventmanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** What a user sees who starts the packaged service. */
class StartIT {

    @Test
    void namesEachSettingThatCannotWorkItsValueAndWhatIsAllowed() throws Exception {
        try (PackagedService service = PackagedService.launch(
                Map.of("EVENT_API_READ_TIMEOUT_MS", "soon", "EVENT_API_MAX_CONCURRENCY", "0"))) {

            assertThat(service.exitCode()).isEqualTo(1);
            assertThat(service.output().lines()).containsSequence(
                    "The service can't start with these settings:",
                    "  EVENT_API_MAX_CONCURRENCY=0: allowed is a whole number from 1 to 10000",
                    "  EVENT_API_READ_TIMEOUT_MS=soon: allowed is a whole number of milliseconds from 1 to 600000");
        }
    }

    @Test
    void namesThePortsThatAreTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                ServerSocket alsoTaken = new ServerSocket(0);
                PackagedService service = PackagedService.launch(Map.of("PORT", String.valueOf(taken.getLocalPort()),
                        "MANAGEMENT_PORT", String.valueOf(alsoTaken.getLocalPort())))) {

            assertThat(service.exitCode()).isEqualTo(1);
            assertThat(service.output()).contains("  PORT=" + taken.getLocalPort() + ": this port is taken",
                    "  MANAGEMENT_PORT=" + alsoTaken.getLocalPort() + ": this port is taken");
        }
    }

    @Test
    void oneCopyIsTheUpstreamOfAnother() throws Exception {
        try (PackagedService upstream = PackagedService.start(Map.of("EVENT_API_STAND_IN", "true"));
                PackagedService service = PackagedService.start(Map.of("EVENT_API_BASE_URL", upstream.url() + "/event.com"))) {

            assertThat(service.get("/getEventsByUserId/2").body()).as(service.output())
                    .isEqualTo("[{\"id\":1,\"name\":\"Event 2\",\"userId\":2,\"details\":\"This is the first event\"}]");
            assertThat(service.post("/addEvent", "{\"name\":\"Launch\",\"userId\":\"2\"}").body())
                    .isEqualTo("{\"success\":true}");
            assertThat(service.get("/getEventsByUserId/2").body()).contains("\"name\":\"Launch\"");
            assertThat(service.get("/event.com/getUsers").statusCode()).isEqualTo(404);
        }
    }
}
