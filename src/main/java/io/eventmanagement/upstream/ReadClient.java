package io.eventmanagement.upstream;

import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;

import io.eventmanagement.circuit.Circuits;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.smallrye.mutiny.Uni;

/**
 * Calls event.com's reads, all by the same rules (docs/resilience.md, "Reads") and each with its own circuit.
 * <p>
 * Everything that can make a call fail happens below these annotations, so that the circuits count it. Of the annotations'
 * values only the time-out, and how long a circuit stays open, are settings; {@code application.properties} sets them.
 */
@Singleton
@Timeout
@Retry(maxRetries = 2, delay = RetryBackoff.FIRST_DELAY, maxDuration = 0, jitter = 0)
@CustomBackoff(RetryBackoff.class)
@RetryWhen(exception = WorthRetrying.class)
@CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.5, skipOn = { RefusedException.class,
        CredentialsRefusedException.class })
public class ReadClient {

    private final EventApi api;

    private final Hedges.Operation getUsers;
    private final Hedges.Operation getEvents;
    private final Hedges.Operation getUserById;
    private final Hedges.Operation getEventById;

    ReadClient(@RestClient EventApi api, Hedges hedges) {
        this.api = api;
        this.getUsers = hedges.operation(Circuits.GET_USERS);
        this.getEvents = hedges.operation(Circuits.GET_EVENTS);
        this.getUserById = hedges.operation(Circuits.GET_USER_BY_ID);
        this.getEventById = hedges.operation(Circuits.GET_EVENT_BY_ID);
    }

    @CircuitBreakerName(Circuits.GET_USERS)
    public Uni<Answer.Listing> getUsers() {
        return getUsers.read(() -> listing(api.getUsers()));
    }

    @CircuitBreakerName(Circuits.GET_EVENTS)
    public Uni<Answer.Listing> getEvents() {
        return getEvents.read(() -> listing(api.getEvents()));
    }

    /** @return empty if event.com doesn't know the id */
    @CircuitBreakerName(Circuits.GET_USER_BY_ID)
    public Uni<Optional<Answer.User>> getUserById(String id) {
        return getUserById.read(() -> found(api.getUserById(id)));
    }

    /** @return empty if event.com doesn't know the key */
    @CircuitBreakerName(Circuits.GET_EVENT_BY_ID)
    public Uni<Optional<Answer.Event>> getEventById(String key) {
        return getEventById.read(() -> found(api.getEventById(key)));
    }

    private static Uni<Answer.Listing> listing(Uni<Answer.Listing> call) {
        return CredentialsRefusedException.ofProxyIn(call).onItem().ifNull().failWith(UpstreamException::emptyBody);
    }

    /** event.com answers an unknown id with an empty 200 (docs/contract.md, "event.com, as it is"). A 404 means the same. */
    private static <T> Uni<Optional<T>> found(Uni<T> call) {
        return CredentialsRefusedException.ofProxyIn(call).map(Optional::ofNullable)
                .onFailure(RefusedException::isNotFound).recoverWithItem(Optional.empty());
    }
}
