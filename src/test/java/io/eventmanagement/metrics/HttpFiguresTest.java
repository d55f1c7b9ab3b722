package io.eventmanagement.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpFiguresTest {

    @ParameterizedTest
    @CsvSource({ "/getUsers, get-users", "/getEventById/{key}, get-event-by-id", "/addEvent, add-event" })
    void anOperationIsNamedLikeItsCircuit(String template, String circuit) {
        assertThat(HttpFigures.circuit(template)).isEqualTo(circuit);
    }
}
