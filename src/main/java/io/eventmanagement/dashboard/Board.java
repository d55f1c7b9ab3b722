package io.eventmanagement.dashboard;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.dashboard.Ring.Kind;
import io.eventmanagement.dashboard.Roster.Replica;
import io.eventmanagement.time.Time;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** How the service is, and how it was for a quarter of an hour: all that the page shows. Not thread-safe. */
final class Board {

    private final HttpCounts http;
    private final Stores stores;
    private final Roster roster;
    private final Time time;
    private final JsonObject about;
    private final long began;

    private final Ring ring = new Ring();
    private final Judge judge;
    private final Traffic requests;
    private final Traffic calls;
    private final Lanes lanes;

    private Verdict verdict;
    private JsonArray lost = new JsonArray();
    private long told;
    private Buffer all;

    /** @param about what doesn't change while the service runs */
    Board(HttpCounts http, Circuits circuits, Stores stores, Roster roster, Time time, JsonObject about) {
        this.roster = roster;
        this.http = http;
        this.stores = stores;
        this.time = time;
        this.about = about;
        this.began = time.nanos();
        this.judge = new Judge(time);
        this.requests = new Traffic("requests", http.bounds(), http.requests());
        this.calls = new Traffic("calls", http.bounds(), http.calls());
        this.lanes = new Lanes(circuits, time.nanos());
        tick();
    }

    /** To be called each second. */
    void tick() {
        ring.begin(second());
        requests.add(http.requests(), ring);
        calls.add(http.calls(), ring);
        ring.put("retries", Kind.SUM, calls.last(HttpCounts.RETRIED));
        stores.add(ring);
        judge();
    }

    /** The next one, unless some were missed: a timer is a little early or late. */
    private long second() {
        long next = ring.lastSecond() + 1;
        long due = TimeUnit.NANOSECONDS.toSeconds(time.nanos() - began);
        return due > next + 1 ? due : next;
    }

    private void judge() {
        verdict = judge.judge(new Signs(requests.recent(HttpCounts.ALL), requests.recent(HttpCounts.FAILED),
                requests.recent(HttpCounts.BROKEN), calls.recent(HttpCounts.ALL), calls.recent(HttpCounts.FAILED),
                ring.sum("cache stale", Flow.WINDOW), lanes.notClosed(), stores.oldestMs(), stores.isFull(),
                stores.databaseDown(), stores.redisDown()));
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
                JsonArray numbers = new JsonArray();
                for (int step : steps) {
                    if (step != Ring.NONE || !numbers.isEmpty()) {
                        numbers.add(step);
                    }
                }
                series.put(name, numbers);
                if (ring.kind(name) == Kind.SUM) {
                    sums.add(name);
                }
            });
            all = now().put("about", about).put("log", lanes.log(0)).put("lanes", lanes.history(time.nanos()))
                    .put("history", new JsonObject().put("step", Ring.STEP).put("sums", sums).put("series", series)).toBuffer();
        }
        return all;
    }

    private JsonObject now() {
        JsonObject last = new JsonObject();
        ring.forLast(last::put);
        return new JsonObject()
                .put("at", time.instant().toEpochMilli())
                .put("second", ring.lastSecond())
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
                .mergeIn(stores.json());
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
