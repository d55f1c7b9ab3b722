package peer;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;

/**
 * What a Spring team would write for the same job: WebFlux, WebClient, Resilience4j's circuit breakers, retries; nothing cached, no
 * access log.
 *
 * <p>
 * Tuned: one time-out per request on top of the client's own per call, instead of two per call; addresses without templates; the
 * list passed on as it came; one event loop, heap, headers of objects and a trained cache of classes as ours (bench/peers.sh).
 */
@SpringBootApplication
@RestController
public class Peer {

    private static final int CONNECTIONS = 1024;
    private static final Retry TWO_RETRIES = Retry.backoff(2, Duration.ofMillis(50)).jitter(0.5);

    private final WebClient client;
    private final String base;
    private final URI allUsers;
    private final Duration deadline;
    private final CircuitBreaker users = circuit("users");
    private final CircuitBreaker user = circuit("user");
    private final CircuitBreaker event = circuit("event");

    Peer(@Value("${EVENT_API_BASE_URL:http://localhost:4300}") String base, @Value("${TIMEOUT_MS:2000}") long timeoutMs) {
        this.base = base;
        allUsers = URI.create(base + "/getUsers");
        deadline = Duration.ofMillis(5 * timeoutMs);
        ConnectionProvider connections = ConnectionProvider.builder("event.com").maxConnections(CONNECTIONS)
                .pendingAcquireMaxCount(-1).build();
        client = WebClient.builder().clientConnector(new ReactorClientHttpConnector(
                HttpClient.create(connections).responseTimeout(Duration.ofMillis(timeoutMs)))).build();
    }

    public static void main(String[] args) {
        SpringApplication.run(Peer.class, args);
    }

    record User(String userName, int id, String email, List<String> events) {
    }

    record Event(int id, String name, int userId, String details) {
    }

    @GetMapping(value = "/getUsers", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<byte[]> users() {
        return get(users, byte[].class, allUsers).timeout(deadline);
    }

    @GetMapping(value = "/getEventsByUserId/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<List<Event>> events(@PathVariable String id) {
        return get(user, User.class, uri("/getUserById/", id))
                .flatMap(found -> Flux.fromIterable(found.events())
                        .flatMapSequential(key -> get(event, Event.class, uri("/getEventById/", key)), CONNECTIONS, 1)
                        .collectList())
                .timeout(deadline);
    }

    private URI uri(String path, String id) {
        return URI.create(base + path + UriUtils.encodePathSegment(id, "UTF-8"));
    }

    private <T> Mono<T> get(CircuitBreaker circuit, Class<T> type, URI uri) {
        return client.get().uri(uri).retrieve().bodyToMono(type).transformDeferred(CircuitBreakerOperator.of(circuit))
                .retryWhen(TWO_RETRIES);
    }

    private static CircuitBreaker circuit(String name) {
        return CircuitBreaker.of(name, CircuitBreakerConfig.custom().slidingWindowSize(20).minimumNumberOfCalls(20)
                .failureRateThreshold(50).waitDurationInOpenState(Duration.ofSeconds(5))
                .permittedNumberOfCallsInHalfOpenState(1).build());
    }
}
