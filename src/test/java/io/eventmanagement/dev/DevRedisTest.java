package io.eventmanagement.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.config.ConfigurableConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class DevRedisTest {

    private static final String RUNNING = "dev-mode.redis.url";

    @AfterEach
    void forget() {
        System.clearProperty(RUNNING);
    }

    /** Null if there is none. */
    private static String url(String profile, Map<String, String> settings) {
        return new SmallRyeConfigBuilder().addDefaultInterceptors().withProfile(profile)
                .withSources(new ConfigurableConfigSource(new DevRedis()),
                        new PropertiesConfigSource(settings, "application.properties", 250))
                .build().getConfigValue("redis.url").getValue();
    }

    @Test
    void devModeHasARedisThatOutlivesItsChanges() throws IOException {
        URI url = URI.create(url("dev", Map.of()));

        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write("PING\r\n".getBytes());
            assertThat(socket.getInputStream().readNBytes(7)).isEqualTo("+PONG\r\n".getBytes());
        }
        assertThat(url("dev", Map.of())).isEqualTo(url.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = { "prod", "test" })
    void nothingElseHasOne(String profile) {
        System.setProperty(RUNNING, "redis://localhost");

        assertThat(url(profile, Map.of())).isNull();
        assertThat(url("dev", Map.of("redis.url", "redis://own"))).isEqualTo("redis://own");
    }

    @Test
    void whereItCannotBeStartedThereIsNone() {
        System.setProperty(RUNNING, "");

        assertThat(url("dev", Map.of())).isNull();
    }
}
