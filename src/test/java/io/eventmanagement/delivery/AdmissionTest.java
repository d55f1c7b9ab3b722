package io.eventmanagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.eventmanagement.settings.Configured;
import io.eventmanagement.settings.DeliveryConfig;

class AdmissionTest {

    private final Admission admission = new Admission(
            Configured.with(Map.of("DELIVERY_MAX_PENDING", "3")).getConfigMapping(DeliveryConfig.class));

    private void counted(long accepted, long sending) {
        admission.counted(new Backlog(accepted, sending, 0), admission.count());
    }

    private boolean accept() {
        boolean entered = admission.enter();
        if (entered) {
            admission.entered(true);
        }
        return entered;
    }

    @Test
    void whatIsOpenEverywhereAndWhatWasAcceptedHereSinceTakesRoom() {
        counted(1, 1);

        assertThat(accept()).isTrue();
        assertThat(admission.hasRoom()).isFalse();
        assertThat(accept()).isFalse();
    }

    @Test
    void whatIsOnItsWayIntoTheTableTakesRoom() {
        counted(2, 0);

        assertThat(admission.enter()).isTrue();
        assertThat(admission.enter()).isFalse();
        admission.entered(false);
        assertThat(admission.enter()).isTrue();
    }

    @Test
    void whatHasEndedHereMakesRoom() {
        counted(3, 0);
        assertThat(accept()).isFalse();

        admission.ended();

        assertThat(accept()).isTrue();
    }

    @Test
    void whatAnOperatorHasTriedAgainTakesRoom() {
        counted(2, 0);
        admission.reopened();

        assertThat(accept()).isFalse();
    }

    @Test
    void whatHappensDuringACountIsKeptBesideIt() {
        accept();
        long began = admission.count();
        accept();
        admission.counted(new Backlog(1, 0, 0), began);

        assertThat(accept()).isTrue();
        assertThat(accept()).isFalse();
    }

    @Test
    void whatEntersDuringACountIsntTakenToBeInIt() {
        admission.enter();
        counted(2, 0);
        admission.entered(true);

        assertThat(accept()).isFalse();
    }
}
