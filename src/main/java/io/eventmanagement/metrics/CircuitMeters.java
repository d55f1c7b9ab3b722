package io.eventmanagement.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.CircuitStatus;
import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.circuit.RejectionListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.smallrye.faulttolerance.api.CircuitBreakerState;

/** Meters of the circuits: their states, waits, transitions and rejections. */
@Singleton
class CircuitMeters implements MeterBinder, RejectionListener {

    private final Circuits circuits;
    private final MeterRegistry registry;
    private final Map<String, Counter> rejections = new ConcurrentHashMap<>();

    CircuitMeters(Circuits circuits, MeterRegistry registry) {
        this.circuits = circuits;
        this.registry = registry;
    }

    @Override
    public void bindTo(MeterRegistry all) {
        circuits.all().forEach(circuit -> {
            String name = circuit.status().name();
            for (CircuitBreakerState state : CircuitBreakerState.values()) {
                Gauge.builder("circuit.state", () -> circuit.status().state() == state ? 1 : 0)
                        .description("1 for the state that the circuit is in, 0 for the others")
                        .tag("circuit", name).tag("state", state.name()).register(all);
            }
            Gauge.builder("circuit.wait", () -> seconds(circuit)).baseUnit("seconds")
                    .description("How long the circuit will reject calls").tag("circuit", name).register(all);
            rejections(name);
        });
    }

    private static double seconds(Circuit circuit) {
        return circuit.status().retryAfter().toNanos() / 1e9;
    }

    private Counter rejections(String circuit) {
        return rejections.computeIfAbsent(circuit, name -> Counter.builder("circuit.rejected.calls")
                .description("Calls that the circuit rejected").tag("circuit", name).register(registry));
    }

    @Override
    public void rejected(CircuitStatus circuit) {
        rejections(circuit.name()).increment();
    }

    void count(@Observes CircuitTransition transition) {
        Counter.builder("circuit.transitions").description("How often the circuit went from one state to another")
                .tag("circuit", transition.circuit()).tag("from", transition.from().name())
                .tag("to", transition.to().name()).register(registry).increment();
    }
}
