package io.eventmanagement.reads;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.eventmanagement.bulkhead.Batches;
import io.eventmanagement.bulkhead.BulkheadFullException;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.CircuitOpenException;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.runtime.ContextExecutor;
import io.eventmanagement.settings.CacheConfig;
import io.eventmanagement.settings.RedisConfig;
import io.eventmanagement.settings.ServiceConfig;
import io.eventmanagement.time.Time;
import io.eventmanagement.time.Timeouts;
import io.eventmanagement.upstream.Answer;
import io.eventmanagement.upstream.CallFailures;
import io.eventmanagement.upstream.Credentials;
import io.eventmanagement.upstream.ReadClient;
import io.eventmanagement.upstream.UpstreamException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The one way to read event.com: answered from what is known where that will do (by the rules of {@link CacheKinds}), else by
 * a call that waits its turn in the bulkhead. An unknown id is an empty {@link Optional}; a read fails with an
 * {@link UpstreamException}, a {@link CircuitOpenException} or a {@link BulkheadFullException}.
 */
@Singleton
public class Reads {

    /** Between two looks at what another replica fetches. */
    private static final Duration PAUSE = Duration.ofMillis(15);

    private final FairBulkhead bulkhead;
    private final Circuits circuits;
    private final Credentials credentials;
    private final CallFailures failures;

    private final CacheStore store;
    /** Null where nothing is shared. */
    private final SharedCache shared;
    private final SharedKind<Answer.Listing> sharedLists;
    private final SharedKind<Optional<Answer.User>> sharedUsers;
    private final SharedKind<Optional<Answer.Event>> sharedEvents;
    private final ReadCache<Answer.Listing> lists;
    private final ReadCache<Optional<Answer.User>> users;
    private final ReadCache<Optional<Answer.Event>> events;

    private final ReadOperation<Answer.Listing> getUsers;
    private final ReadOperation<Answer.Listing> getEvents;
    private final ReadOperation<Optional<Answer.User>> getUserById;
    private final ReadOperation<Optional<Answer.Event>> getEventById;

    Reads(ReadClient client, FairBulkhead bulkhead, Circuits circuits, Credentials credentials, CallFailures failures,
            ServiceConfig service, CacheConfig config, RedisConfig redis, RedisLink link, Vertx vertx, Time time) {
        this.bulkhead = bulkhead;
        this.circuits = circuits;
        this.credentials = credentials;
        this.failures = failures;
        CacheKinds kinds = new CacheKinds(config);
        store = new CacheStore(config.maxWeightMb() * 1024L * 1024, kinds.longest(), time);
        Lane refreshes = bulkhead.lane(Reads::afterwards);
        sharedLists = SharedKind.lists(kinds.lists(), config.listTtl());
        sharedUsers = SharedKind.users(kinds.users(), config.userTtl());
        sharedEvents = SharedKind.events(kinds.events(), config.eventTtl());
        shared = link.isConfigured() ? share(link, redis, vertx, time) : null;
        lists = new ReadCache<>(sharedLists.kind(), store, service.shareReads(), refreshes, shared, sharedLists);
        users = new ReadCache<>(sharedUsers.kind(), store, service.shareReads(), refreshes, shared, sharedUsers);
        events = new ReadCache<>(sharedEvents.kind(), store, service.shareReads(), refreshes, shared, sharedEvents);
        getUsers = read(Circuits.GET_USERS, same -> client.getUsers());
        getEvents = read(Circuits.GET_EVENTS, same -> client.getEvents());
        getUserById = lookUp(Circuits.GET_USER_BY_ID, client::getUserById);
        getEventById = lookUp(Circuits.GET_EVENT_BY_ID, client::getEventById);
    }

    private SharedCache share(RedisLink link, RedisConfig config, Vertx vertx, Time time) {
        OutagesElsewhere outages = new OutagesElsewhere(
                Stream.of(Circuits.GET_USERS, Circuits.GET_EVENTS, Circuits.GET_USER_BY_ID,
                        Circuits.GET_EVENT_BY_ID).<Circuit> map(circuits::ofRead).toList(),
                time);
        SharedCache cache = new SharedCache(link, config.prefix(), store, outages, (delay, task) -> {
            // Rounded up: it may be late, never early.
            long timer = vertx.setTimer(1 + delay.minusNanos(1).toMillis(), over -> task.run());
            return () -> vertx.cancelTimer(timer);
        }, new Timeouts(PAUSE, vertx, time));
        Stream.of(sharedLists, sharedUsers, sharedEvents).forEach(cache::know);
        link.onOpen(cache.log());
        link.onBeat(cache.log()::beat);
        return cache;
    }

    private <T> ReadOperation<T> read(String name, Function<String, Uni<T>> call) {
        return new ReadOperation<>(circuits.ofRead(name), credentials, failures, call);
    }

    private <T> ReadOperation<Optional<T>> lookUp(String name, Function<String, Uni<Optional<T>>> call) {
        // As a path segment these would name another resource of event.com.
        return read(name, id -> id.isEmpty() || id.equals(".") || id.equals("..") ? Uni.createFrom().item(Optional.empty())
                : call.apply(id));
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

    /** The client request in whose Vert.x context this is called: its calls begin there, and it is answered there. */
    public ClientRequest request(Freshness wish) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return new ClientRequest(wish, bulkhead.lane(Runnable::run), Runnable::run);
        }
        Executor later = task -> context.runOnContext(now -> task.run());
        Executor home = ContextExecutor.of(context);
        return new ClientRequest(wish, bulkhead.lane(new Batches(later)), home,
                shared == null ? Visit.NONE : shared.visit(home, later), true);
    }

    public Uni<Cached<Answer.Listing>> users(ClientRequest request) {
        return lists.get(Circuits.GET_USERS, request, getUsers);
    }

    public Uni<Cached<Answer.Listing>> events(ClientRequest request) {
        return lists.get(Circuits.GET_EVENTS, request, getEvents);
    }

    public Uni<Cached<Optional<Answer.User>>> user(ClientRequest request, String id) {
        return users.get(id, request, getUserById);
    }

    public Uni<Cached<Optional<Answer.Event>>> event(ClientRequest request, String key) {
        return events.get(key, request, getEventById);
    }

    /**
     * An event was added: whoever reads here from now on sees it.
     *
     * @return ends when whoever reads elsewhere does too, or can't be told now
     */
    public Uni<Void> added(String eventId, String userId) {
        lists.drop(Circuits.GET_USERS);
        lists.drop(Circuits.GET_EVENTS);
        users.drop(userId);
        events.drop(eventId);
        return tellOthers(eventId, userId, true);
    }

    /**
     * An event may have been added. What was known before is better than nothing, and nothing more.
     *
     * @return as {@link #added}
     */
    public Uni<Void> mayBeAdded(String eventId, String userId) {
        lists.expire(Circuits.GET_USERS);
        lists.expire(Circuits.GET_EVENTS);
        users.expire(userId);
        events.expire(eventId);
        return tellOthers(eventId, userId, false);
    }

    /**
     * Forgets a user, its last good answer included; where there is a Redis, on all replicas.
     *
     * @return ends when the others have been told, or can't be told now
     */
    public Uni<Void> forgetUser(String id) {
        users.drop(id);
        return shared == null ? Uni.createFrom().voidItem() : tellOthers(List.of(shared.change(sharedUsers, id, true)));
    }

    /**
     * Forgets an event, as {@link #forgetUser} does a user.
     *
     * @return likewise
     */
    public Uni<Void> forgetEvent(String key) {
        events.drop(key);
        return shared == null ? Uni.createFrom().voidItem() : tellOthers(List.of(shared.change(sharedEvents, key, true)));
    }

    private Uni<Void> tellOthers(String eventId, String userId, boolean certain) {
        return shared == null ? Uni.createFrom().voidItem()
                : tellOthers(List.of(shared.change(sharedLists, Circuits.GET_USERS, certain),
                        shared.change(sharedLists, Circuits.GET_EVENTS, certain), shared.change(sharedUsers, userId, certain),
                        shared.change(sharedEvents, eventId, certain)));
    }

    /** Begins at once, whether anybody waits for it or not. */
    private Uni<Void> tellOthers(List<Change> changes) {
        Context context = Vertx.currentContext();
        Executor home = context == null ? Runnable::run : ContextExecutor.of(context);
        Future<Void> told = shared.written(changes);
        return Uni.createFrom().emitter(emitter -> told.onComplete(any -> home.execute(() -> emitter.complete(null))));
    }

    /** Whether replicas share what they read. */
    public boolean isShared() {
        return shared != null;
    }

    public List<CacheCounts> counts() {
        return Stream.of(users, events, lists).map(ReadCache::counts).toList();
    }

    /**
     * Forgets everything, last good answers included; where there is a Redis, on all replicas, should it be down as soon as it
     * is back.
     */
    public void clear() {
        store.clear();
        if (shared != null) {
            shared.log().forget();
        }
    }
}
