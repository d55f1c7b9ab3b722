package io.eventmanagement.event;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.delivery.Deliveries;
import io.eventmanagement.delivery.Deliveries.Accepted;
import io.eventmanagement.delivery.KeyUse;
import io.eventmanagement.delivery.Operation;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.time.DeadlineExceededException;
import io.eventmanagement.time.Durations;
import io.eventmanagement.time.Time;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** Adds that are accepted first and delivered later, for clients that prefer it ({@code Prefer: respond-async}). */
@ApplicationScoped
class AcceptedAdds {

    /** How long a user is looked up: one who can't be by then is as good as one who can't be at all. */
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private final EventService events;
    private final EventIds ids;
    private final Deliveries deliveries;
    private final Deadline deadline;
    private final Deadline lookUp;
    private final Time time;

    AcceptedAdds(EventService events, EventIds ids, Deliveries deliveries, Deadline deadline, Vertx vertx, Time time) {
        this.events = events;
        this.ids = ids;
        this.deliveries = deliveries;
        this.deadline = deadline;
        this.lookUp = new Deadline(LOOK_UP, vertx, time);
        this.time = time;
    }

    /** Whether there is a database. */
    boolean isOn() {
        return deliveries.isOn();
    }

    /**
     * Commits an add for a user that event.com knows or can't be asked about, and waits for its delivery as long as the
     * client would. What an earlier request with the key brought about is told without a further look at anything else.
     *
     * @param wish how long the client would wait, from now on
     * @return the operation as it is then
     */
    Uni<Accepted> accept(NewEvent event, String client, Optional<KeyUse> key, Duration wish) {
        long until = time.nanos() + Durations.shorter(wish, deadline.longestWait()).toNanos();
        return key.map(used -> deliveries.known(used, until)).orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .flatMap(known -> known.map(Uni.createFrom()::item).orElseGet(() -> acceptNew(event, client, key, until)));
    }

    private Uni<Accepted> acceptNew(NewEvent event, String client, Optional<KeyUse> key, long until) {
        deliveries.checkRoom();
        String userId = event.userId().asText();
        return lookUp.bound(events.mayHaveOwner(event)).onFailure(DeadlineExceededException.class).recoverWithItem(true)
                .flatMap(mayBe -> mayBe
                        ? deliveries.accept(new Operation.New(UUID.randomUUID(), ids.next(), userId, client,
                                event.body().toString()), key, until)
                        : Uni.createFrom().failure(new OwnerUnknownException(userId)));
    }
}
