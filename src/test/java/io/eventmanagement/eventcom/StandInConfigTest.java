package io.eventmanagement.eventcom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

class StandInConfigTest {

    @Test
    void theDefaultsAreEventComAsItIs() {
        StandInConfig config = StandInConfigs.of(Map.of());

        assertThat(config.standIn()).isEmpty();
        assertThat(config.baseUrl()).isEmpty();
        assertThat(config.eventDelayMs()).isEqualTo(500);
        assertThat(config.addSuccesses()).isEqualTo(5);
        assertThat(config.addFailures()).isEqualTo(10);
        assertThat(config.addFailureDelayMs()).isEqualTo(100);
        assertThat(config.closeRatio()).isEqualTo(0.05);
        assertThat(config.maxEvents()).isEqualTo(100_000);
    }

    @Test
    void eachSettingIsReadFromTheVariableOfItsName() {
        StandInConfig config = StandInConfigs.of(Map.of("EVENT_API_STAND_IN", "true", "EVENT_API_BASE_URL", "http://host",
                "STAND_IN_EVENT_DELAY_MS", "1", "STAND_IN_ADD_SUCCESSES", "2", "STAND_IN_ADD_FAILURES", "3",
                "STAND_IN_ADD_FAILURE_DELAY_MS", "4", "STAND_IN_CLOSE_RATIO", "0.5", "STAND_IN_MAX_EVENTS", "6"));

        assertThat(config.standIn()).contains(true);
        assertThat(config.baseUrl()).contains("http://host");
        assertThat(config.eventDelayMs()).isEqualTo(1);
        assertThat(config.addSuccesses()).isEqualTo(2);
        assertThat(config.addFailures()).isEqualTo(3);
        assertThat(config.addFailureDelayMs()).isEqualTo(4);
        assertThat(config.closeRatio()).isEqualTo(0.5);
        assertThat(config.maxEvents()).isEqualTo(6);
    }
}
