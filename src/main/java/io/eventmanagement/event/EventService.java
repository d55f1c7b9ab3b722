package io.eventmanagement.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.event.FanOut.Found;
import io.eventmanagement.paging.Page;
import io.eventmanagement.paging.PageRequest;
import io.eventmanagement.reads.Cached;
import io.eventmanagement.reads.ClientRequest;
import io.eventmanagement.reads.Freshness;
import io.eventmanagement.reads.Reads;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.upstream.Answer;
import io.eventmanagement.upstream.AnswerFields;
import io.eventmanagement.upstream.RefusedException;
import io.eventmanagement.upstream.UpstreamException;
import io.eventmanagement.upstream.UpstreamFailure;
import io.eventmanagement.user.NoSuchUserException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/** Reads and adds events. Each method is one client request: it has one deadline and one lane in the bulkhead. */
@ApplicationScoped
public class EventService {

    private final Reads reads;
    private final FanOut fanOut;
    private final EventSender sender;
    private final Circuits circuits;
    private final EventIds ids;
    private final Deadline deadline;

    EventService(Reads reads, FanOut fanOut, EventSender sender, Circuits circuits, EventIds ids, Deadline deadline) {
        this.reads = reads;
        this.fanOut = fanOut;
        this.sender = sender;
        this.circuits = circuits;
        this.ids = ids;
        this.deadline = deadline;
    }

    /** All events, as event.com lists them. */
    public Uni<Cached<byte[]>> all(Freshness wish) {
        return deadline.bound(reads.events(reads.request(wish)).map(events -> events.map(Answer::json)));
    }

    /** Some of all events. */
    public Uni<Cached<Page<Event>>> page(PageRequest page, Freshness wish) {
        return deadline.bound(reads.events(reads.request(wish))
                .map(events -> events.map(list -> page.pageOf(
                        AnswerFields.items(list, page.offset(), page.limit(), json -> Event.of(null, json))))));
    }

    /** @return the event, or {@link NoSuchEventException} */
    public Uni<Cached<Event>> byKey(String key, Freshness wish) {
        return deadline.bound(reads.event(reads.request(wish), key)
                .map(found -> found.map(event -> Event.of(key,
                        AnswerFields.object(event.orElseThrow(() -> new NoSuchEventException(key)))))));
    }

    /**
     * A user's events, in the order of the user's list, as a JSON array.
     *
     * @return the array, or {@link NoSuchUserException}
     */
    public Uni<Cached<byte[]>> ofUser(String userId, Freshness wish) {
        ClientRequest request = reads.request(wish);
        return deadline.bound(keysOf(request, userId)
                .flatMap(keys -> fanOut.fetch(request, keys))
                .map(events -> events.map(EventService::join)));
    }

    /**
     * Some of a user's events; of event.com only these are asked for.
     *
     * @return the page, or {@link NoSuchUserException}
     */
    public Uni<Cached<Page<Event>>> pageOfUser(String userId, PageRequest page, Freshness wish) {
        ClientRequest request = reads.request(wish);
        return deadline.bound(keysOf(request, userId)
                .flatMap(keys -> fanOut.fetch(request, keys.map(page::of))
                        .map(events -> events.map(found -> page.page(events(found),
                                keys.value().size() > page.offset() + page.limit())))));
    }

    private Uni<Cached<List<String>>> keysOf(ClientRequest request, String userId) {
        return reads.user(request, userId).map(found -> found
                .map(user -> user.orElseThrow(() -> new NoSuchUserException(userId)).eventKeys()));
    }

    private static List<Event> events(List<Found> found) {
        return found.stream().map(event -> Event.of(event.key(), AnswerFields.object(event.event()))).toList();
    }

    private static byte[] join(List<Found> events) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        for (Found found : events) {
            if (array.size() > 1) {
                array.write(',');
            }
            array.writeBytes(found.event().json());
        }
        array.write(']');
        return array.toByteArray();
    }

    /**
     * An event that event.com has.
     *
     * @param receipt event.com's own word for it
     * @param isNew whether it was sent now
     */
    public record Added(String id, byte[] receipt, boolean isNew) {

        private static final byte[] RECEIPT = "{\"success\":true}".getBytes(StandardCharsets.UTF_8);

        /** One of which event.com's own word is lost. */
        static Added found(String id, boolean isNew) {
            return new Added(id, RECEIPT, isNew);
        }

        /** With the usual word, where event.com's own is too long to be kept. */
        Added withReceiptOfAtMost(int bytes) {
            return receipt.length <= bytes ? this : new Added(id, RECEIPT, isNew);
        }
    }

    /**
     * Adds an event under a new id, for a user that event.com knows or can't be asked about.
     *
     * @return fails with {@link OwnerUnknownException} or {@link EventRefusedException}, too
     */
    public Uni<Added> add(NewEvent event) {
        return add(event, new Attempt(ids.next()));
    }

    Uni<Added> add(NewEvent event, Attempt attempt) {
        ClientRequest request = reads.request(Freshness.ANY);
        return deadline.bound(circuits.addEventRejection()
                .<Uni<Boolean>> map(Uni.createFrom()::failure)
                .orElseGet(() -> knows(request, event.userId().asText()))
                .flatMap(known -> sendIf(known, request, event, attempt)));
    }

    private Uni<Added> sendIf(boolean ownerIsKnown, ClientRequest request, NewEvent event, Attempt attempt) {
        return ownerIsKnown ? send(request, event, attempt)
                : Uni.createFrom().failure(new OwnerUnknownException(event.userId().asText()));
    }

    /** Whether the event's user may be one of event.com's. Nothing is looked up while no event would be let through. */
    Uni<Boolean> mayHaveOwner(NewEvent event) {
        return circuits.addEvent().status().rejects() ? Uni.createFrom().item(true)
                : knows(reads.request(Freshness.ANY), event.userId().asText());
    }

    private Uni<Added> send(ClientRequest request, NewEvent event, Attempt attempt) {
        return sender.send(request, event.withId(attempt.id()), attempt)
                .onFailure(RefusedException.class)
                .transform(refused -> new EventRefusedException(refused.reason()))
                .map(receipt -> new Added(attempt.id(), receipt.json(), true))
                .onFailure(EventService::mayHaveBeenAdded).recoverWithUni(thrown -> ask(attempt.id(), thrown));
    }

    private static boolean mayHaveBeenAdded(Throwable thrown) {
        return thrown instanceof UpstreamException e && e.failure().mayHaveTakenEffect()
                && e.failure() != UpstreamFailure.UNAVAILABLE;
    }

    /** One question settles most of what was lost on the way back; what it can't settle in time stays what it is. */
    private Uni<Added> ask(String id, Throwable lost) {
        Uni<Added> question = reads.event(reads.request(Freshness.FETCHED), id)
                .map(found -> found.value().isPresent() && !found.use().stale())
                .onFailure().recoverWithItem(false)
                .flatMap(isThere -> isThere ? Uni.createFrom().item(Added.found(id, true)) : Uni.createFrom().failure(lost));
        return Uni.createFrom().emitter(answer -> {
            Deadline.current().whenNear(() -> answer.fail(lost));
            Cancellable asking = question.subscribe().with(answer::complete, answer::fail);
            answer.onTermination(asking::cancel);
        });
    }

    /**
     * Adds an event that an earlier attempt with the same id may have added.
     *
     * @param settled whether that attempt can't add it any more
     * @return fails as {@link #add} does, with {@link NotThereYetException}, or if event.com can't be asked
     */
    Uni<Added> addUnlessThere(NewEvent event, Attempt attempt, boolean settled) {
        ClientRequest request = reads.request(Freshness.FETCHED);
        ClientRequest lookUp = request.with(Freshness.ANY);
        return deadline.bound(reads.event(request, attempt.id()).flatMap(found -> {
            if (found.value().isPresent()) {
                return Uni.createFrom().item(Added.found(attempt.id(), false));
            }
            // That it wasn't there a while ago says nothing.
            return settled && !found.use().stale()
                    ? knows(lookUp, event.userId().asText()).flatMap(known -> sendIf(known, request, event, attempt))
                    : Uni.createFrom().failure(new NotThereYetException(attempt.id()));
        }));
    }

    /**
     * A look-up that fails doesn't decide: event.com has the last word (docs/resilience.md, "Validation against
     * event.com").
     */
    private Uni<Boolean> knows(ClientRequest request, String userId) {
        return reads.user(request.inHurry(), userId).map(user -> user.value().isPresent()).onFailure()
                .recoverWithItem(true);
    }
}
