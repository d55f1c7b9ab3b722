package io.eventmanagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.event.Event;

import org.junit.jupiter.api.Test;

import io.eventmanagement.delivery.Outcome.Delivered;
import io.eventmanagement.settings.Configured;
import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Time;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.mutiny.Uni;

class CourierTest {

    private static final Operation OPERATION = new Operation(new UUID(0, 1), "event", "user", "", "{}",
            Operation.State.SENDING, false, 1, 1, Instant.EPOCH, Instant.EPOCH, null, null, null);

    @SuppressWarnings("unchecked")
    private static final Event<DeliveryAttempted> BROKEN = (Event<DeliveryAttempted>) Proxy.newProxyInstance(
            CourierTest.class.getClassLoader(), new Class<?>[] { Event.class }, (proxy, method, arguments) -> {
                throw new IllegalStateException("an observer fails");
            });

    /** Or it would count as under way for ever, and there would be no room for another. */
    @Test
    void aDeliveryEndsWhateverGoesWrongAfterIt() {
        SmallRyeConfig config = Configured.with(Map.of());
        DeliveryConfig deliveries = config.getConfigMapping(DeliveryConfig.class);
        Courier courier = new Courier(null, (operation, maySend) -> Uni.createFrom().item(new Delivered("{}")), null,
                new Waiters(), new Admission(deliveries), BROKEN, Time.SYSTEM, deliveries,
                config.getConfigMapping(EventApiConfig.class));

        assertThat(courier.deliver(OPERATION, () -> true).await().indefinitely()).isTrue();
    }
}
