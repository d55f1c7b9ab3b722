package io.eventmanagement;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with WireMock as event.com, and clocks that go forward only when the test says so. */
public abstract class StoppedClockTest extends UpstreamTest {

    @Inject
    protected ShiftedTime time;

    @BeforeEach
    void stopTheClocks() {
        time.stop();
    }

    @AfterEach
    void startTheClocks() {
        time.start();
    }
}
