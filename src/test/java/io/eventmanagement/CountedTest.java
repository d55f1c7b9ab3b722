package io.eventmanagement;

import static io.eventmanagement.Eventually.eventually;
import static io.restassured.RestAssured.get;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.reads.Reads;
import io.restassured.response.Response;

/** A test with a {@link CountingEventCom}, idle and with circuits and cache as new before each test. */
public abstract class CountedTest {

    /** A thread for each: how many of them wait at once is what the tests are about. */
    private static final Executor CLIENTS = client -> new Thread(client).start();

    private static boolean warm;

    protected CountingEventCom eventCom;

    @Inject
    protected Circuits circuits;

    @Inject
    protected Reads reads;

    @BeforeEach
    void startAfresh() {
        eventCom.reset();
        circuits.all().forEach(Circuit::reset);
        reads.clear();
        if (!warm) {
            // The first calls of a JVM take longer than the tests' deadline leaves time for.
            eventually("a first answer", () -> askFor(100).join().statusCode() == 200);
            warm = true;
            startAfresh();
        }
    }

    @AfterEach
    void endAllCalls() {
        eventCom.release();
        eventually("event.com is idle", () -> eventCom.now() == 0);
    }

    /** Asks for the events of the user with so many, on another thread. */
    protected static CompletableFuture<Response> askFor(int events) {
        return CompletableFuture.supplyAsync(() -> get("/getEventsByUserId/" + events), CLIENTS);
    }
}
