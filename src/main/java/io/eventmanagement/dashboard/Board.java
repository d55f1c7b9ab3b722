package io.eventmanagement.dashboard;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.dashboard.Ring.Kind;
import io.eventmanagement.dashboard.Roster.Replica;
import io.eventmanagement.settings.PlayedOutage;
import io.eventmanagement.time.Time;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** How the service is, and how it was for a quarter of an hour: all that the page shows. Not thread-safe. */
final class Board {

    /** Ticks that come sooner than that are those that a stalled event loop makes up for. */
    private static final long SOONEST = TimeUnit.MILLISECONDS.toNanos(500);

    /** As many equal numbers in a row are told as one. */
    private static final int RUN = 3;

    private final HttpCounts http;
    private final Turns turns;
    private final Stores stores;
    private final Roster roster;
    private final PlayedOutage outage;
    private final Time time;
    private final JsonObject about;
    private final long began;

    private final Ring ring = new Ring();
    private final Judge judge;
    private final Traffic requests;
    private final Traffic calls;
    private final Lanes lanes;

    private Verdict verdict;
    /** Null while it isn't known. */
    private JsonArray lost;
    private long ticked;
    private long told;
    private Buffer all;

    /** @param about what doesn't change while the service runs */
    Board(HttpCounts http, Circuits circuits, Turns turns, Stores stores, Roster roster, PlayedOutage outage, Time time,
            JsonObject about) {
        this.roster = roster;
        this.turns = turns;
        this.outage = outage;
        this.http = http;
        this.stores = stores;
        this.time = time;
        this.about = about;
        this.began = time.nanos();
        this.judge = new Judge(time);
        this.requests = new Traffic("requests", http.bounds(), http.requests(), true);
        this.calls = new Traffic("calls", http.bounds(), http.calls(), false);
        this.lanes = new Lanes(circuits, time.nanos());
        tick(0);
    }

    /**
     * To be called each second. After a stall of its event loop Vert.x makes up for the ticks that there weren't, all at once.
     *
     * @return false for one that comes before its second, and is none
     */
    boolean tick() {
        long next = ring.lastSecond() + 1;
        long due = TimeUnit.NANOSECONDS.toSeconds(time.nanos() - began);
        if (time.nanos() - ticked < SOONEST || next > due + 1) {
            return false;
        }
        // A timer is a little early or late.
        tick(due > next + 1 ? due : next);
        return true;
    }

    private void tick(long second) {
        ticked = time.nanos();
        long missed = second - ring.lastSecond() - 1;
        ring.begin(second);
        requests.add(http.requests(), missed, ring);
        calls.add(http.calls(), missed, ring);
        turns.add(ring);
        ring.put("retries", Kind.SUM, calls.last(HttpCounts.RETRIED));
        stores.add(ring);
        judge();
    }

    private void judge() {
        verdict = judge.judge(new Signs(requests.recent(HttpCounts.ALL), requests.recent(HttpCounts.FAILED),
                requests.recent(HttpCounts.BROKEN),
                turns.calls(calls.recent(HttpCounts.ALL), calls.recent(HttpCounts.FAILED),
                        calls.recent(HttpCounts.UNAUTHORIZED)),
                ring.sum("cache stale", Flow.WINDOW), lanes.notClosed(), stores.oldestMs(), stores.databaseDown(),
                stores.redisDown()));
        ring.put("condition", Kind.MAX, verdict.condition().ordinal());
        roster.tell(word(verdict.condition()), about.getString("replica"));
        all = null;
    }

    void entered(CircuitTransition transition, long nanos, Instant at) {
        lanes.entered(transition, nanos, at);
        judge();
    }

    void lost(JsonArray operations) {
        lost = operations;
        all = null;
    }

    /** What is new since it was told last. */
    Buffer news(int watchers) {
        JsonObject news = now().put("watchers", watchers).put("log", lanes.log(told));
        told = lanes.sequence();
        return news.toBuffer();
    }

    /** All that is known; made once however many ask before there is something new. */
    Buffer all() {
        if (all == null) {
            JsonObject series = new JsonObject();
            JsonArray sums = new JsonArray();
            ring.steps().forEach((name, steps) -> {
                series.put(name, numbers(steps));
                if (ring.kind(name) == Kind.SUM) {
                    sums.add(name);
                }
            });
            all = now().put("about", about).put("log", lanes.log(0)).put("lanes", lanes.history(time.nanos()))
                    .put("history", new JsonObject().put("step", Ring.STEP).put("sums", sums).put("series", series)).toBuffer();
        }
        return all;
    }

    /** Without what is unknown at the beginning; what comes several times in a row as text: {@code "0*12"}. */
    private static JsonArray numbers(int[] steps) {
        JsonArray numbers = new JsonArray();
        for (int i = 0; i < steps.length;) {
            int value = steps[i];
            int run = 1;
            while (i + run < steps.length && steps[i + run] == value) {
                run++;
            }
            if (run >= RUN && !(numbers.isEmpty() && value == Ring.NONE)) {
                numbers.add(value + "*" + run);
            } else {
                for (int n = 0; n < run && !(numbers.isEmpty() && value == Ring.NONE); n++) {
                    numbers.add(value);
                }
            }
            i += run;
        }
        return numbers;
    }

    private JsonObject now() {
        JsonObject last = new JsonObject();
        ring.forLast(last::put);
        JsonObject now = new JsonObject()
                .put("at", time.instant().toEpochMilli())
                .put("second", ring.lastSecond())
                .put("window", Math.max(1, Math.min(Flow.WINDOW, ring.lastSecond())))
                .put("state", word(verdict.condition()))
                .put("since", verdict.since().toEpochMilli())
                .put("cause", word(verdict.cause()))
                .put("headline", verdict.headline())
                .put("notes", notes())
                .put("replicas", replicas())
                .put("circuits", lanes.now())
                .put("total", requests.total())
                .put("routes", requests.rows())
                .put("calls", calls.rows())
                .put("called", calls.total())
                .put("lost", lost)
                .put("last", last)
                .mergeIn(turns.json())
                .mergeIn(stores.json());
        if (about.getBoolean("standIn")) {
            now.put("standIn", outage.mode());
        }
        return now;
    }

    private JsonArray notes() {
        JsonArray notes = new JsonArray();
        verdict.notes().forEach(notes::add);
        roster.all().stream().filter(Replica::isMissing)
                .forEach(replica -> notes.add("The replica " + replica.name() + " is missing."));
        return notes;
    }

    private JsonArray replicas() {
        JsonArray all = new JsonArray();
        roster.all().forEach(replica -> all.add(new JsonObject().put("name", replica.name()).put("isThis", replica.isThis())
                .put("state", replica.isMissing() ? "missing" : replica.state()).put("ageMs", replica.age())));
        return all;
    }

    private static String word(Enum<?> of) {
        return of.name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
