package io.eventmanagement.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperatorLogTest {

    @Test
    void whoHungUpGotNoAnswer() {
        assertThat(OperatorLog.status(true, 204)).isEqualTo("204");
        assertThat(OperatorLog.status(false, 200)).isEqualTo("none");
    }
}
