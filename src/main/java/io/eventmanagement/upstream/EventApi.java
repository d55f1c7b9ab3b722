package io.eventmanagement.upstream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.eventmanagement.runtime.ConnectionGuard;
import io.eventmanagement.runtime.ConnectionOptions;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.smallrye.mutiny.Uni;

/**
 * event.com as docs/contract.md describes it, called under the rules of docs/resilience.md.
 * <p>
 * Everything that makes a call fail happens below these annotations, so that the circuits count it: {@link AnswerReader}
 * and {@link AnswerFilter} refuse what isn't the promised JSON, {@link StatusMapper} what isn't a success. A call under way
 * runs to its end and is counted even when nobody waits for it any more. The time-outs, and how
 * long a read's circuit stays open, are set in {@code application.properties}; of the annotations' values only they are
 * settings.
 */
@RegisterRestClient(configKey = "event-api")
@RegisterProvider(AnswerFilter.class)
@RegisterProvider(StatusMapper.class)
@RegisterProvider(RequestIdSender.class)
@RegisterProvider(ConnectionGuard.class)
@RegisterProvider(ConnectionOptions.class)
public interface EventApi {

    String ADD_EVENT = "add-event";
    String GET_USERS = "get-users";
    String GET_EVENTS = "get-events";
    String GET_USER_BY_ID = "get-user-by-id";
    String GET_EVENT_BY_ID = "get-event-by-id";

    @GET
    @Path("/getUsers")
    @Timeout
    @Retry(maxRetries = 2, delay = RetryBackoff.FIRST_DELAY, maxDuration = 0, jitter = 0)
    @CustomBackoff(RetryBackoff.class)
    @RetryWhen(exception = WorthRetrying.class)
    @CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.5, skipOn = RefusedException.class)
    @CircuitBreakerName(GET_USERS)
    Uni<Answer.Listing> getUsers();

    @GET
    @Path("/getEvents")
    @Timeout
    @Retry(maxRetries = 2, delay = RetryBackoff.FIRST_DELAY, maxDuration = 0, jitter = 0)
    @CustomBackoff(RetryBackoff.class)
    @RetryWhen(exception = WorthRetrying.class)
    @CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.5, skipOn = RefusedException.class)
    @CircuitBreakerName(GET_EVENTS)
    Uni<Answer.Listing> getEvents();

    /** @return the user, or null if event.com doesn't know the id (its answer is then empty) */
    @GET
    @Path("/getUserById/{id}")
    @Timeout
    @Retry(maxRetries = 2, delay = RetryBackoff.FIRST_DELAY, maxDuration = 0, jitter = 0)
    @CustomBackoff(RetryBackoff.class)
    @RetryWhen(exception = WorthRetrying.class)
    @CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.5, skipOn = RefusedException.class)
    @CircuitBreakerName(GET_USER_BY_ID)
    Uni<Answer.User> getUserById(@RestPath String id);

    /** @return the event, or null if event.com doesn't know the key (its answer is then empty) */
    @GET
    @Path("/getEventById/{key}")
    @Timeout
    @Retry(maxRetries = 2, delay = RetryBackoff.FIRST_DELAY, maxDuration = 0, jitter = 0)
    @CustomBackoff(RetryBackoff.class)
    @RetryWhen(exception = WorthRetrying.class)
    @CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.5, skipOn = RefusedException.class)
    @CircuitBreakerName(GET_EVENT_BY_ID)
    Uni<Answer.Event> getEventById(@RestPath String key);

    /**
     * Never retried: event.com could have stored the event before it failed. Its circuit is {@link Circuits#addEvent()}: the
     * engine's knows neither a window in time nor waits that grow.
     */
    @POST
    @Path("/addEvent")
    @Timeout
    Uni<Answer.Receipt> addEvent(ObjectNode event);
}
