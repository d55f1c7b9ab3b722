package io.eventmanagement.delivery;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.eventmanagement.database.Database;
import io.eventmanagement.settings.DeliveryConfig;
import io.eventmanagement.time.Time;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** What is done with the table now and then: counting what is open, ending what is too old, forgetting what is long over. */
@Singleton
class Upkeep {

    /** Of what is done at a time. */
    private static final int BATCH = 500;

    private static final Duration COUNT_EACH = Duration.ofSeconds(1);
    private static final Duration SWEEP_EACH = Duration.ofSeconds(10);

    /** A count that takes long is made less often: so many times as long after it. */
    private static final int REST = 20;
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final Database database;
    private final Courier courier;
    private final Waiters waiters;
    private final Admission admission;
    private final DeliveryConfig config;
    private final Time time;

    private final Task look;
    private final Task count;
    private final Task sweep;

    Upkeep(Database database, Courier courier, Waiters waiters, Admission admission, DeliveryConfig config, Time time) {
        this.database = database;
        this.courier = courier;
        this.waiters = waiters;
        this.admission = admission;
        this.config = config;
        this.time = time;
        this.look = new Task(Duration.ZERO, 0, this::look);
        this.count = new Task(COUNT_EACH, REST, this::count);
        this.sweep = new Task(SWEEP_EACH, 0, () -> repeat(this::expire).chain(() -> repeat(this::purge)));
    }

    /** Something that is done again and again, never twice at once. */
    private final class Task {

        private final Duration each;
        private final int rest;
        private final Supplier<Uni<?>> work;
        private final AtomicBoolean underWay = new AtomicBoolean();
        private volatile long next = time.nanos();

        /** @param rest how many times as long as it took it isn't done again */
        private Task(Duration each, int rest, Supplier<Uni<?>> work) {
            this.each = each;
            this.rest = rest;
            this.work = work;
        }

        private void tick() {
            long began = time.nanos();
            if (began - next < 0 || !underWay.compareAndSet(false, true)) {
                return;
            }
            Uni.createFrom().deferred(() -> work.get().replaceWithVoid()).onFailure().invoke(Courier::notNow)
                    .onItemOrFailure().invoke((done, thrown) -> {
                        long took = time.nanos() - began;
                        next = began + Math.max(each.toNanos(), took + Math.min(LONGEST_REST.toNanos(), rest * took));
                        underWay.set(false);
                    }).subscribe().with(done -> {
                    }, thrown -> {
                    });
        }
    }

    void tick() {
        look.tick();
        count.tick();
        sweep.tick();
    }

    /** Another replica may have ended what is waited for here. */
    private Uni<?> look() {
        List<UUID> awaited = waiters.awaited(BATCH);
        return awaited.isEmpty() ? Uni.createFrom().voidItem()
                : database.keep(connection -> Rows.ended(connection, awaited)).invoke(ended -> ended.forEach(waiters::tell));
    }

    private Uni<?> count() {
        return database.keep(connection -> {
            long began = admission.count();
            Backlog backlog = Rows.backlog(connection);
            return (Runnable) () -> admission.counted(backlog, began);
        }).invoke(Runnable::run);
    }

    /** @return how many were too old; each is ended in a transaction of its own, since each needs its user's lock */
    private Uni<Integer> expire() {
        return database.keep(connection -> Rows.overdue(connection, config.maxAge(), BATCH))
                .flatMap(overdue -> Multi.createFrom().iterable(overdue).onItem().transformToUniAndConcatenate(courier::expire)
                        .collect().last().replaceWith(overdue.size()));
    }

    private Uni<Integer> purge() {
        return database.keep(connection -> Rows.purge(connection, config.keep(), BATCH));
    }

    /** Until there is less than a batch of it. */
    private static Uni<Void> repeat(Supplier<Uni<? extends Integer>> batch) {
        return Uni.createFrom().<Integer> deferred(batch).repeat().whilst(done -> done == BATCH).collect().last()
                .replaceWithVoid();
    }
}
