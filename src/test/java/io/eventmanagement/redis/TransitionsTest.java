package io.eventmanagement.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.eventmanagement.testing.LogLines;

class TransitionsTest {

    private final Transitions transitions = new Transitions();
    private final LogLines log = new LogLines(RedisLink.class);

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void eachReasonIsToldOnceInAnOutage() {
        for (int i = 0; i < 3; i++) {
            transitions.down("a");
            transitions.down("b");
        }
        transitions.up();
        transitions.down("a");

        assertThat(log.lines()).containsExactly("Redis is down: a", "Redis is down: b", "Redis is up", "Redis is down: a");
    }

    @Test
    void reasonsWithoutEndAreNotTold() {
        for (int i = 0; i < 1_000; i++) {
            transitions.down("reason " + i);
        }

        assertThat(log.lines()).hasSize(20);
    }
}
