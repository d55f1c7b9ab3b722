package io.eventmanagement.event;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.cache.Cached;
import io.eventmanagement.cache.Freshness;
import io.eventmanagement.cache.Reader;
import io.eventmanagement.resilience.Deadline;
import io.eventmanagement.upstream.Answer;
import io.eventmanagement.upstream.RefusedException;
import io.eventmanagement.upstream.Upstream;
import io.eventmanagement.user.NoSuchUserException;
import io.smallrye.mutiny.Uni;

/** Reads and adds events. Each method is one client request: it has one deadline and one lane in the bulkhead. */
@ApplicationScoped
public class EventService {

    private final Upstream upstream;
    private final FanOut fanOut;
    private final EventIds ids;
    private final Deadline deadline;

    EventService(Upstream upstream, FanOut fanOut, EventIds ids, Deadline deadline) {
        this.upstream = upstream;
        this.fanOut = fanOut;
        this.ids = ids;
        this.deadline = deadline;
    }

    /** All events, as event.com lists them. */
    public Uni<Cached<byte[]>> all(Freshness wish) {
        return deadline.bound(upstream.events(upstream.reader(wish)).map(events -> events.map(Answer::json)));
    }

    /**
     * A user's events, in the order of the user's list, as a JSON array.
     *
     * @return the array, or {@link NoSuchUserException}
     */
    public Uni<Cached<byte[]>> ofUser(String userId, Freshness wish) {
        Reader reader = upstream.reader(wish);
        return deadline.bound(upstream.user(reader, userId)
                .map(found -> found.map(user -> user.orElseThrow(() -> new NoSuchUserException(userId))))
                .flatMap(user -> fanOut.fetch(reader, user.map(Answer.User::eventKeys))));
    }

    /**
     * Adds an event under a new id, for a user that event.com knows or can't be asked about.
     *
     * @return event.com's own answer, or {@link UnknownUserException} or {@link EventRefusedException}
     */
    public Uni<byte[]> add(NewEvent event) {
        Reader reader = upstream.reader(Freshness.ANY);
        return deadline.bound(upstream.mayAddEvent()
                .flatMap(yes -> knows(reader, event.userId().asText()))
                .flatMap(known -> known ? upstream.addEvent(reader, event.withId(ids.next()))
                        : Uni.createFrom().failure(new UnknownUserException(event.userId().asText())))
                .onFailure(RefusedException.class)
                .transform(refused -> new EventRefusedException(((RefusedException) refused).reason()))
                .map(Answer::json));
    }

    /** A look-up that fails doesn't decide: event.com has the last word (RESILIENCE.md, "Validation against event.com"). */
    private Uni<Boolean> knows(Reader reader, String userId) {
        return upstream.user(reader, userId).map(user -> user.value().isPresent()).onFailure()
                .recoverWithItem(true);
    }
}
