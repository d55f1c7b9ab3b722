package io.eventmanagement.eventcom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.settings.Configured;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.settings.StandInConfig;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;

class StandInSwitchTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @ParameterizedTest
    @CsvSource({
            // EVENT_API_STAND_IN, EVENT_API_BASE_URL, launch mode, served
            ",      ,            DEVELOPMENT, true",
            ",      ,            TEST,        true",
            ",      ,            NORMAL,      false",
            ",      ,            RUN,         false",
            ",      http://host, DEVELOPMENT, false",
            ",      http://host, TEST,        false",
            ",      http://host, NORMAL,      false",
            "true,  ,            NORMAL,      true",
            "true,  http://host, NORMAL,      true",
            "true,  http://host, DEVELOPMENT, true",
            "false, ,            DEVELOPMENT, false",
            "false, ,            TEST,        false" })
    void itIsServedWhenAskedForOrElseInDevAndTestWithoutAnotherEventCom(String standIn, String baseUrl, LaunchMode mode,
            boolean served) {
        Map<String, String> variables = new HashMap<>();
        if (standIn != null) {
            variables.put("EVENT_API_STAND_IN", standIn);
        }
        if (baseUrl != null) {
            variables.put("EVENT_API_BASE_URL", baseUrl);
        }
        SmallRyeConfig config = Configured.with(variables);
        Router router = Router.router(vertx);

        new StandInSwitch().serve(router, vertx, config.getConfigMapping(EventApiConfig.class),
                config.getConfigMapping(StandInConfig.class), mode);

        assertThat(router.getRoutes()).hasSize(served ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/%zz", "/event.com/%zz" })
    void aBrokenEscapeThatWasRefusedBeforeIsAnsweredByWhoAnswersFailures(String path) throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(context -> context.fail(400));
        SmallRyeConfig config = Configured.with(Map.of());
        new StandInSwitch().serve(router, vertx, config.getConfigMapping(EventApiConfig.class),
                config.getConfigMapping(StandInConfig.class), LaunchMode.TEST);
        router.route().failureHandler(context -> context.end("refused"));
        HttpServer server = vertx.createHttpServer().requestHandler(router).listen(0, "localhost")
                .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

        String answer = RawHttp.untilClosed(server.actualPort(),
                "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));

        assertThat(answer).endsWith("refused");
    }
}
