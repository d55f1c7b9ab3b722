package io.eventmanagement.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import org.jboss.logging.Logger;

import io.eventmanagement.reads.CacheUse;
import io.eventmanagement.reads.Cached;
import io.eventmanagement.reads.ClientRequest;
import io.eventmanagement.reads.Reads;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.tracing.Tracing;
import io.eventmanagement.upstream.Answer;
import io.eventmanagement.upstream.UpstreamException;
import io.smallrye.mutiny.Uni;

/** Fetches many events concurrently and puts them together in their order. One that can't be had fails all of it. */
@ApplicationScoped
class FanOut {

    private static final Logger LOG = Logger.getLogger(FanOut.class);

    /**
     * {@code Uni.combine} looks at each of its members whenever one of them ends. In groups of this size, which are
     * combined in turn, that stays nearly linear: with 10,000 events a hundredth of the work.
     */
    private static final int GROUP = 100;

    /** An event that event.com knows. */
    record Found(String key, Answer.Event event) {
    }

    private final Reads reads;
    private final EventApiConfig config;
    private final Tracing tracing;
    private final Event<FanOutBegun> begun;
    private final Event<UnknownEvents> unknownEvents;

    FanOut(Reads reads, EventApiConfig config, Tracing tracing, Event<FanOutBegun> begun,
            Event<UnknownEvents> unknownEvents) {
        this.reads = reads;
        this.config = config;
        this.tracing = tracing;
        this.begun = begun;
        this.unknownEvents = unknownEvents;
    }

    /** @return the events that event.com knows, in their order; the keys that it doesn't know are left out */
    Uni<Cached<List<Found>>> fetch(ClientRequest request, Cached<List<String>> keys) {
        begun.fire(new FanOutBegun(keys.value().size()));
        return tracing.span("fan-out", "events", keys.value().size(), () -> fetchAll(request, keys));
    }

    private Uni<Cached<List<Found>>> fetchAll(ClientRequest request, Cached<List<String>> keys) {
        AtomicLong bytesLeft = new AtomicLong(config.maxAnswerKb() * 1024L);
        List<Uni<Cached<Optional<Answer.Event>>>> calls = keys.value().stream()
                .map(key -> reads.event(request, key).invoke(event -> take(event.value(), bytesLeft))).toList();
        return inOrder(calls).map(events -> new Cached<>(known(keys.value(), events),
                events.stream().map(Cached::use).reduce(keys.use(), CacheUse::and)));
    }

    private void take(Optional<Answer.Event> event, AtomicLong bytesLeft) {
        if (event.isPresent() && bytesLeft.addAndGet(-event.get().json().length) < 0) {
            LOG.warnf("event.com failed: a user's events have more than %d KiB together", config.maxAnswerKb());
            throw UpstreamException.badAnswer("too much");
        }
    }

    private static <T> Uni<List<T>> inOrder(List<Uni<T>> calls) {
        if (calls.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        if (calls.size() <= GROUP) {
            return Uni.combine().all().unis(calls).with(FanOut::cast);
        }
        List<Uni<List<T>>> groups = new ArrayList<>();
        for (int from = 0; from < calls.size(); from += GROUP) {
            groups.add(inOrder(calls.subList(from, Math.min(from + GROUP, calls.size()))));
        }
        return inOrder(groups).map(lists -> lists.stream().flatMap(List::stream).toList());
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> cast(List<?> items) {
        return (List<T>) items;
    }

    private List<Found> known(List<String> keys, List<Cached<Optional<Answer.Event>>> events) {
        List<Found> known = new ArrayList<>(keys.size());
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            events.get(i).value().ifPresentOrElse(event -> known.add(new Found(key, event)), () -> unknown.add(key));
        }
        if (!unknown.isEmpty()) {
            unknownEvents.fire(new UnknownEvents(unknown.size()));
            LOG.warnf("event.com lists %d events that it doesn't know, the first with the key %s", unknown.size(),
                    printable(unknown.get(0)));
        }
        return known;
    }

    /** A key is whatever somebody once posted; in a log it must not pass for a line of its own. */
    private static String printable(String key) {
        return '"' + key.substring(0, Math.min(key.length(), 100)).replaceAll("[^\\p{Print}]", "?") + '"';
    }
}
