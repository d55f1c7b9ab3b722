package io.eventmanagement.upstream;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.resilience.Circuit;
import io.eventmanagement.resilience.EngineCircuit;
import io.eventmanagement.resilience.Time;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;

/** The circuits in front of event.com, one for each operation. */
@ApplicationScoped
public class Circuits {

    private final Map<String, Circuit> byName = new LinkedHashMap<>();

    Circuits(CircuitBreakerMaintenance engine, Time time) {
        byName.put(EventApi.ADD_EVENT,
                new EngineCircuit(EventApi.ADD_EVENT, Duration.ofMillis(EventApi.ADD_CIRCUIT_DELAY), engine, time));
        for (String read : new String[] { EventApi.GET_USERS, EventApi.GET_EVENTS, EventApi.GET_USER_BY_ID,
                EventApi.GET_EVENT_BY_ID }) {
            byName.put(read, new EngineCircuit(read, Duration.ofMillis(EventApi.READ_CIRCUIT_DELAY), engine, time));
        }
    }

    public Collection<Circuit> all() {
        return byName.values();
    }

    public Optional<Circuit> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
