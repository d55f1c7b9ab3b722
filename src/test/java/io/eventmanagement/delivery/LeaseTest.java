package io.eventmanagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.eventmanagement.settings.Configured;
import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.smallrye.config.SmallRyeConfig;

class LeaseTest {

    private static Lease lease(String settleMs) {
        SmallRyeConfig config = Configured.with(Map.of("EVENT_API_DEADLINE_MS", "10000", "EVENT_API_ADD_TIMEOUT_MS", "3000",
                "DELIVERY_SETTLE_MS", settleMs));
        return Lease.of(config.getConfigMapping(EventApiConfig.class), config.getConfigMapping(DeliveryConfig.class));
    }

    @Test
    void whatIsSentAtTheLastMomentHasItsTimeAndIsSettledBeforeTheLeaseIsOver() {
        Lease lease = lease("7000");

        assertThat(lease.length().minus(lease.sendWithin())).isEqualTo(Duration.ofMillis(3000 + 7000));
        assertThat(lease.leavesTime(lease.sendWithin().toNanos())).isTrue();
        assertThat(lease.leavesTime(lease.sendWithin().toNanos() + 1)).isFalse();
    }

    @Test
    void thereIsAlwaysTimeToKeepWhatCameOfIt() {
        Lease lease = lease("0");

        assertThat(lease.length().minus(lease.sendWithin())).isEqualTo(Duration.ofMillis(3000).plus(Lease.SLACK));
    }
}
