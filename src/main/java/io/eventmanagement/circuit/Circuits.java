package io.eventmanagement.circuit;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import org.jboss.logging.Logger;

import io.eventmanagement.settings.CircuitBreakerConfig;
import io.eventmanagement.time.Time;
import io.quarkus.arc.All;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;

/** The circuits in front of event.com, one for each operation. Each transition fires a CDI event. */
@ApplicationScoped // not @Singleton: its listeners inject it too, which takes a proxy
public class Circuits {

    public static final String ADD_EVENT = "add-event";
    public static final String GET_USERS = "get-users";
    public static final String GET_EVENTS = "get-events";
    public static final String GET_USER_BY_ID = "get-user-by-id";
    public static final String GET_EVENT_BY_ID = "get-event-by-id";

    /** Why a circuit is closed that no probe has closed. */
    public static final String RESET = "reset by an operator";

    private static final List<String> READS = List.of(GET_USERS, GET_EVENTS, GET_USER_BY_ID, GET_EVENT_BY_ID);

    private static final Logger LOG = Logger.getLogger(Circuits.class);

    private final TimedCircuit addEvent;
    private final List<RejectionListener> rejectionListeners;
    private final Map<String, EngineCircuit> reads = new HashMap<>();
    private final Map<String, Circuit> byName = new LinkedHashMap<>();

    Circuits(CircuitBreakerConfig config, CircuitBreakerMaintenance engine, Time time, Event<CircuitTransition> transitions,
            @All List<RejectionListener> rejectionListeners) {
        this.rejectionListeners = rejectionListeners;
        Consumer<CircuitTransition> listener = transition -> tell(() -> transitions.fire(transition), transition.circuit());
        addEvent = new TimedCircuit(ADD_EVENT, CircuitRules.of(config), time,
                () -> ThreadLocalRandom.current().nextDouble(), listener);
        byName.put(ADD_EVENT, addEvent);
        for (String read : READS) {
            EngineCircuit circuit = new EngineCircuit(read, config.readDelay(), engine, time, listener);
            reads.put(read, circuit);
            byName.put(read, circuit);
        }
    }

    /** An observer that fails must neither stop a transition nor cost a client its answer. */
    private static void tell(Runnable observers, String circuit) {
        try {
            observers.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "An observer of the circuit %s failed", circuit);
        }
    }

    /** Tells the listeners of a rejection, and returns it. */
    public CircuitOpenException rejected(CircuitOpenException rejection) {
        CircuitStatus status = rejection.status();
        for (RejectionListener listener : rejectionListeners) {
            tell(() -> listener.rejected(status), status.name());
        }
        return rejection;
    }

    public TimedCircuit addEvent() {
        return addEvent;
    }

    /** @param name the name of a read's circuit, such as {@link #GET_USERS} */
    public EngineCircuit ofRead(String name) {
        return reads.get(name);
    }

    /** The rejection that an add would get now, so that nothing is read or looked up in vain; empty if it would go through. */
    public Optional<CircuitOpenException> addEventRejection() {
        CircuitStatus status = addEvent.status();
        return status.rejects() ? Optional.of(rejected(new CircuitOpenException(status))) : Optional.empty();
    }

    public Collection<Circuit> all() {
        return byName.values();
    }

    public Optional<Circuit> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
