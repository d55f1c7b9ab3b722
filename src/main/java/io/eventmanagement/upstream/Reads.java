package io.eventmanagement.upstream;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.reads.CacheCounts;
import io.eventmanagement.reads.CacheStore;
import io.eventmanagement.reads.ReadCache;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** What is known of event.com's users and events, by the rules of {@link CacheConfig}. */
@ApplicationScoped
public class Reads {

    private final CacheStore store;
    private final ReadCache<Answer.Listing> lists;
    private final ReadCache<Optional<Answer.User>> users;
    private final ReadCache<Optional<Answer.Event>> events;

    Reads(CacheConfig config, CacheStore store, FairBulkhead bulkhead) {
        this.store = store;
        Lane refreshes = bulkhead.lane(Reads::afterwards);
        lists = new ReadCache<>(config.lists(), store, config.shareReads(), refreshes);
        users = new ReadCache<>(config.users(), store, config.shareReads(), refreshes);
        events = new ReadCache<>(config.events(), store, config.shareReads(), refreshes);
    }

    /** Begins the call of a refresh when the request that was the occasion for it has been answered. */
    private static void afterwards(Runnable call) {
        Context context = Vertx.currentContext();
        if (context == null) {
            call.run();
        } else {
            context.runOnContext(now -> call.run());
        }
    }

    ReadCache<Answer.Listing> lists() {
        return lists;
    }

    ReadCache<Optional<Answer.User>> users() {
        return users;
    }

    ReadCache<Optional<Answer.Event>> events() {
        return events;
    }

    /** An event was added: whoever reads from now on sees it. */
    void added(String eventId, String userId) {
        lists.drop(Circuits.GET_USERS);
        lists.drop(Circuits.GET_EVENTS);
        users.drop(userId);
        events.drop(eventId);
    }

    /** An event may have been added. What was known before is better than nothing, and nothing more. */
    void mayBeAdded(String eventId, String userId) {
        lists.expire(Circuits.GET_USERS);
        lists.expire(Circuits.GET_EVENTS);
        users.expire(userId);
        events.expire(eventId);
    }

    public List<CacheCounts> counts() {
        return Stream.of(users, events, lists).map(ReadCache::counts).toList();
    }

    /** Forgets everything, last good answers included. */
    public void clear() {
        store.clear();
    }
}
