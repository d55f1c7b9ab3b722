package io.eventmanagement.idempotency;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.eventmanagement.idempotency.IdempotencyStore.Result.Done;
import io.eventmanagement.idempotency.IdempotencyStore.Result.Doubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.InDoubt;
import io.eventmanagement.idempotency.IdempotencyStore.Result.NotDone;
import io.eventmanagement.time.Time;
import io.smallrye.mutiny.Uni;

/**
 * Keeps outcomes in memory for a time, the oldest giving way when they take too much. It is no cache: a cache keeps what is
 * asked for often, and would rather forget the key that has just come.
 */
final class MemoryIdempotencyStore implements IdempotencyStore {

    /** What an entry takes beside its key and its answer's body, about. */
    private static final int ENTRY_BYTES = 500;

    private static final Duration SETTLE = Duration.ofSeconds(30);

    private final Duration keep;
    private final Duration longestTurn;
    private final long maxBytes;
    private final Time time;

    /** In the order of their coming. Guarded by {@code this}, as are the fields below. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long bytes;
    private long turns;

    private static final class Entry {

        private final String fingerprint;
        private final String id;
        private final long since;
        private int bytes;

        /** Whose turn it is, and since when; or was, if there is a result. */
        private long turn;
        private long turnSince;
        private Done done;
        private Doubt doubt;

        private Entry(String fingerprint, String id, long since, int bytes) {
            this.fingerprint = fingerprint;
            this.id = id;
            this.since = since;
            this.bytes = bytes;
        }

        private boolean isRunning() {
            return done == null && doubt == null;
        }
    }

    /**
     * @param keep how long an outcome is known
     * @param longestTurn after which work that hasn't ended is taken for lost, and its outcome for unknown
     * @param maxBytes what all of them may take, about
     */
    MemoryIdempotencyStore(Duration keep, Duration longestTurn, long maxBytes, Time time) {
        this.keep = keep;
        this.longestTurn = longestTurn;
        this.maxBytes = maxBytes;
        this.time = time;
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    @Override
    public synchronized Uni<Claim> claim(String key, String fingerprint, String id) {
        long now = time.nanos();
        makeRoom(now);
        return Uni.createFrom().item(claim(key, fingerprint, id, now));
    }

    private Claim claim(String key, String fingerprint, String id, long now) {
        Entry known = entries.get(key);
        if (known == null) {
            Entry entry = new Entry(fingerprint, id, now, ENTRY_BYTES + 2 * key.length());
            entries.put(key, entry);
            bytes += entry.bytes;
            return take(entry, State.NEW, null, now);
        }
        if (!known.fingerprint.equals(fingerprint)) {
            return new Claim(State.OTHER_BODY, null, 0, null, null);
        }
        if (known.done != null) {
            return new Claim(State.DONE, known.id, 0, known.done, null);
        }
        if (known.isRunning() && now - known.turnSince < longestTurn.toNanos()) {
            return new Claim(State.RUNNING, known.id, 0, null, null);
        }
        return take(known, State.IN_DOUBT, known.isRunning() ? new Doubt(new KeyInUseException(), now) : known.doubt, now);
    }

    private Claim take(Entry entry, State state, Doubt doubt, long now) {
        entry.turn = ++turns;
        entry.turnSince = now;
        entry.doubt = null;
        return new Claim(state, entry.id, entry.turn, null, doubt);
    }

    @Override
    public synchronized Uni<Void> end(String key, Claim claimed, Result result) {
        Entry entry = entries.get(key);
        if (entry == null || entry.turn != claimed.turn() || !entry.isRunning()) {
            return Uni.createFrom().voidItem();
        }
        if (result instanceof Done done) {
            entry.done = done;
            entry.bytes += done.body().length;
            bytes += done.body().length;
        } else if (result instanceof InDoubt inDoubt) {
            entry.doubt = inDoubt.doubt();
        } else if (result instanceof NotDone) {
            entries.remove(key);
            bytes -= entry.bytes;
        }
        return Uni.createFrom().voidItem();
    }

    /** Forgets what is too old, and while there is too much the oldest; never what is still running. */
    private void makeRoom(long now) {
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            if (now - entry.since < keep.toNanos() && bytes <= maxBytes) {
                return;
            }
            if (!entry.isRunning() || now - entry.since >= keep.toNanos() && now - entry.turnSince >= longestTurn.toNanos()) {
                bytes -= entry.bytes;
                oldest.remove();
            }
        }
    }

    /** Keys that are known. */
    synchronized int size() {
        return entries.size();
    }
}
