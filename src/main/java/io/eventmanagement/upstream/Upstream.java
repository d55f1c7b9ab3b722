package io.eventmanagement.upstream;

import java.util.Optional;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.eventmanagement.resilience.BulkheadFullException;
import io.eventmanagement.resilience.Circuit;
import io.eventmanagement.resilience.CircuitOpenException;
import io.eventmanagement.resilience.CircuitStatus;
import io.eventmanagement.resilience.FairBulkhead;
import io.eventmanagement.resilience.FairBulkhead.Lane;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * event.com as the services see it: every call waits its turn in the bulkhead, an unknown id is an empty {@link Optional},
 * and a call fails with an {@link UpstreamException} (logged once, here), a {@link CircuitOpenException} or a
 * {@link BulkheadFullException}.
 */
@ApplicationScoped
public class Upstream {

    private static final Logger LOG = Logger.getLogger(Upstream.class);

    private final EventApi api;
    private final FairBulkhead bulkhead;
    private final Circuits circuits;

    Upstream(@RestClient EventApi api, FairBulkhead bulkhead, Circuits circuits) {
        this.api = api;
        this.bulkhead = bulkhead;
        this.circuits = circuits;
    }

    /** A lane for all the calls of the client request in whose Vert.x context this is called; they run in that context. */
    public Lane openLane() {
        Context context = Vertx.currentContext();
        return bulkhead.lane(context == null ? Runnable::run : call -> context.runOnContext(now -> call.run()));
    }

    public Uni<Answer.Listing> users(Lane lane) {
        return call(EventApi.GET_USERS, lane, api::getUsers);
    }

    public Uni<Answer.Listing> events(Lane lane) {
        return call(EventApi.GET_EVENTS, lane, api::getEvents);
    }

    public Uni<Optional<Answer.User>> user(Lane lane, String id) {
        return find(EventApi.GET_USER_BY_ID, lane, id, () -> api.getUserById(id));
    }

    public Uni<Optional<Answer.Event>> event(Lane lane, String key) {
        return find(EventApi.GET_EVENT_BY_ID, lane, key, () -> api.getEventById(key));
    }

    public Uni<Answer.Receipt> addEvent(Lane lane, ObjectNode event) {
        return call(EventApi.ADD_EVENT, lane, () -> circuits.addEvent().guard(() -> api.addEvent(event),
                thrown -> UpstreamFailure.of(thrown).countsForCircuit()));
    }

    /**
     * Fails with {@link CircuitOpenException} while the circuit of {@link #addEvent} would reject a call, so that
     * nothing is looked up for it.
     */
    public Uni<Void> mayAddEvent() {
        CircuitStatus status = status(EventApi.ADD_EVENT);
        return status.rejects() ? Uni.createFrom().failure(new CircuitOpenException(status))
                : Uni.createFrom().voidItem();
    }

    private CircuitStatus status(String operation) {
        return circuits.named(operation).map(Circuit::status).orElseThrow();
    }

    private <T> Uni<Optional<T>> find(String operation, Lane lane, String id, Supplier<Uni<? extends T>> call) {
        if (id.isEmpty() || id.equals(".") || id.equals("..")) {
            // As a path segment these would name another resource of event.com.
            return Uni.createFrom().item(Optional.empty());
        }
        return this.<T> call(operation, lane, call).map(Optional::ofNullable)
                .onFailure(RefusedException::isNotFound).recoverWithItem(Optional.empty());
    }

    private <T> Uni<T> call(String operation, Lane lane, Supplier<Uni<? extends T>> call) {
        return lane.call(call).onFailure().transform(thrown -> explain(operation, thrown));
    }

    private Throwable explain(String operation, Throwable thrown) {
        if (thrown instanceof BulkheadFullException || thrown instanceof CircuitOpenException
                || RefusedException.isNotFound(thrown)) {
            return thrown;
        }
        UpstreamFailure failure = UpstreamFailure.of(thrown);
        if (failure == UpstreamFailure.CIRCUIT_OPEN) {
            return new CircuitOpenException(status(operation));
        }
        LOG.warnf("event.com failed: %s: %s: %s", operation, failure, thrown.getMessage());
        return thrown instanceof UpstreamException ? thrown : new UpstreamException(failure, operation, null);
    }
}
