package io.eventmanagement.dashboard;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.CircuitStatus;
import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.circuit.Circuits;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The circuits: how they are, and what they went through. Not thread-safe. */
final class Lanes {

    /** Transitions that are told in words. */
    private static final int MOST_WORDS = 40;

    private final Circuits circuits;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Deque<JsonObject> log = new ArrayDeque<>();
    private long sequence;

    Lanes(Circuits circuits, long now) {
        this.circuits = circuits;
        for (Circuit circuit : circuits.all()) {
            CircuitStatus status = circuit.status();
            lanes.put(status.name(), new Lane(status.state(), now));
        }
    }

    /**
     * @param nanos of the clock, when it happened
     * @param at when that was, for people
     */
    void entered(CircuitTransition transition, long nanos, Instant at) {
        // Any other way from half-open to closed is a probe that succeeded.
        boolean isReset = transition.to() == CircuitBreakerState.CLOSED && transition.why().equals(Circuits.RESET);
        lanes.get(transition.circuit()).enter(isReset ? 'R' : Lane.letter(transition.to()), nanos);
        if (log.size() == MOST_WORDS) {
            log.removeFirst();
        }
        JsonObject entry = new JsonObject().put("seq", ++sequence).put("circuit", transition.circuit())
                .put("to", transition.to().name()).put("why", transition.why()).put("at", at.toEpochMilli());
        if (!transition.openFor().isZero()) {
            entry.put("openForMs", transition.openFor().toMillis());
        }
        if (isReset) {
            entry.put("isReset", true);
        }
        log.addLast(entry);
    }

    List<String> notClosed() {
        return circuits.all().stream().map(Circuit::status).filter(status -> status.state() != CircuitBreakerState.CLOSED)
                .map(CircuitStatus::name).toList();
    }

    JsonArray now() {
        JsonArray all = new JsonArray();
        circuits.all().forEach(circuit -> all.add(json(circuit.status())));
        return all;
    }

    private static JsonObject json(CircuitStatus status) {
        JsonObject json = new JsonObject().put("name", status.name()).put("state", status.state().name())
                .put("since", status.since().toEpochMilli()).put("waitMs", status.retryAfter().toMillis());
        status.failuresInWindow().ifPresent(failures -> json.put("failures", failures));
        status.attempt().ifPresent(attempt -> json.put("attempt", attempt));
        return json;
    }

    /** What happened after that, the oldest first. */
    JsonArray log(long after) {
        JsonArray news = new JsonArray();
        log.stream().filter(one -> one.getLong("seq") > after).forEach(news::add);
        return news;
    }

    long sequence() {
        return sequence;
    }

    JsonObject history(long now) {
        JsonObject all = new JsonObject();
        lanes.forEach((name, lane) -> all.put(name, lane.json(now)));
        return all;
    }
}
