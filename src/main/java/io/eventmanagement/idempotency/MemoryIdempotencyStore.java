package io.eventmanagement.idempotency;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.eventmanagement.resilience.Time;
import io.smallrye.mutiny.Uni;

/**
 * Keeps outcomes in memory for a time, the oldest giving way when they take too much. It is no cache: a cache keeps what is
 * asked for often, and would rather forget the key that has just come.
 */
final class MemoryIdempotencyStore implements IdempotencyStore {

    /** What an entry takes beside its key and its outcome's body, about. */
    private static final int ENTRY_BYTES = 400;

    private final Duration keep;
    private final long maxBytes;
    private final Time time;

    /** In the order of their coming. Guarded by {@code this}, as is the field below. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long bytes;

    private record Entry(String fingerprint, long since, int bytes, Outcome outcome) {
    }

    /**
     * @param keep how long an outcome is known
     * @param maxBytes what all of them may take, about
     */
    MemoryIdempotencyStore(Duration keep, long maxBytes, Time time) {
        this.keep = keep;
        this.maxBytes = maxBytes;
        this.time = time;
    }

    @Override
    public synchronized Uni<Claim> claim(String key, String fingerprint) {
        makeRoom();
        Entry known = entries.get(key);
        if (known == null) {
            put(key, new Entry(fingerprint, time.nanos(), ENTRY_BYTES + 2 * key.length(), null));
            return Uni.createFrom().item(new Claim(State.NEW, null));
        }
        State state = !known.fingerprint.equals(fingerprint) ? State.OTHER_BODY
                : known.outcome == null ? State.RUNNING : State.DONE;
        return Uni.createFrom().item(new Claim(state, state == State.DONE ? known.outcome : null));
    }

    @Override
    public synchronized Uni<Void> complete(String key, Outcome outcome) {
        Entry claimed = entries.get(key);
        if (claimed != null) {
            int length = outcome.body() == null ? 0 : outcome.body().length;
            bytes += length;
            entries.put(key, new Entry(claimed.fingerprint, claimed.since, claimed.bytes + length, outcome));
        }
        return Uni.createFrom().voidItem();
    }

    @Override
    public synchronized Uni<Void> release(String key) {
        Entry claimed = entries.remove(key);
        bytes -= claimed == null ? 0 : claimed.bytes;
        return Uni.createFrom().voidItem();
    }

    private void put(String key, Entry entry) {
        entries.put(key, entry);
        bytes += entry.bytes;
    }

    /** Forgets what is too old, and while there is too much the oldest; never what is still running. */
    private void makeRoom() {
        long now = time.nanos();
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            if (now - entry.since < keep.toNanos() && bytes <= maxBytes) {
                return;
            }
            if (entry.outcome != null) {
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
