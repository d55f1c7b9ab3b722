package io.eventmanagement.dashboard;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.eventmanagement.dashboard.Notices.Notice;
import io.eventmanagement.database.Database;
import io.eventmanagement.redis.RedisLink;
import io.eventmanagement.settings.RedisConfig;

/**
 * The replicas that have a dashboard, where they share a Redis or a database: each says now and then how it is. One that ends
 * says so; one that doesn't, and isn't heard any more, is missing.
 */
@Singleton
class Roster {

    /** After so many times that it wasn't heard one is missing. */
    private static final int MISSED = 5;

    /** How long the end waits until others know of it. */
    private static final int LAST_WORDS_MS = 500;

    /** Null where nothing is shared. */
    private final Notices notices;
    private final String id = UUID.randomUUID().toString();

    private volatile Notice own;
    private volatile List<Replica> heard = List.of();
    /** It doesn't come back. */
    private volatile boolean left;
    private volatile CompletionStage<?> latest = CompletableFuture.completedFuture(null);
    private int ticks;

    /** @param age in milliseconds, since it was heard */
    record Replica(String name, String state, boolean isThis, long age, boolean isMissing) {
    }

    @Inject
    Roster(RedisLink redis, RedisConfig config, Database database) {
        this(redis.isConfigured() ? new RedisNotices(redis, config)
                : database.isConfigured() ? new DatabaseNotices(database) : null);
    }

    Roster(Notices notices) {
        this.notices = notices;
    }

    /** How this replica is, for the next time that it says so. */
    void tell(String state, String name) {
        if (!left) {
            own = new Notice(id, name, state, 0);
        }
    }

    /** To be called each second. */
    void tick() {
        if (notices != null && ticks++ % notices.periodSeconds() == 0) {
            beat();
        }
    }

    void beat() {
        Notice now = own;
        // One that takes long is waited for.
        if (left || now == null || !notices.areUp() || !latest.toCompletableFuture().isDone()) {
            return;
        }
        latest = notices.leave(now).thenAccept(all -> heard = replicas(all));
    }

    /** One that has crashed and started again under the same name isn't missing, and of several such the last is. */
    private List<Replica> replicas(List<Notice> all) {
        long longest = TimeUnit.SECONDS.toMillis((long) MISSED * notices.periodSeconds());
        Set<String> present = all.stream().filter(notice -> notice.ageMs() <= longest).map(Notice::name)
                .collect(Collectors.toSet());
        Map<String, Long> last = all.stream().collect(Collectors.toMap(Notice::name, Notice::ageMs, Math::min));
        return all.stream().filter(notice -> notice.ageMs() <= longest
                || !present.contains(notice.name()) && notice.ageMs() == last.get(notice.name()))
                .map(notice -> new Replica(notice.name(), notice.state(), notice.id().equals(id), notice.ageMs(),
                        notice.ageMs() > longest))
                .toList();
    }

    /** As they were heard last; none where nothing is shared, or it is down. */
    List<Replica> all() {
        return notices != null && notices.areUp() ? heard : List.of();
    }

    /** It ends, and won't be missing. Waits for a short while, so not on an event loop. */
    void leave() {
        left = true;
        if (own == null || notices == null || !notices.areUp()) {
            return;
        }
        // Or what was just said would be heard after it.
        latest.handle((said, failed) -> notices.remove(id)).thenCompose(removal -> removal).toCompletableFuture()
                .completeOnTimeout(null, LAST_WORDS_MS, TimeUnit.MILLISECONDS).exceptionally(failed -> null).join();
    }
}
