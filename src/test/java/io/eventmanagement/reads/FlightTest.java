package io.eventmanagement.reads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.eventmanagement.reads.Flight.Waiter;

/** One call for all who want its answer. */
class FlightTest {

    private static final Waiter<String> NOBODY = new Waiter<>(duration -> true, outcome -> {
    });

    private final FakeSource source = new FakeSource();
    private final List<Flight<String>> over = new ArrayList<>();
    private final Flight<String> flight = new Flight<>((order, end) -> source.fetch("a", end), over::add);

    @Test
    void nobodyJoinsACallThatHasEnded() {
        // Given
        flight.begin(1).subscribe().with(ended -> {
        });

        // When
        source.succeed(0, "value");

        // Then
        assertThat(flight.add(NOBODY)).isFalse();
        assertThat(over).containsExactly(flight);
    }

    @Test
    void nobodyJoinsACallThatAllHaveLeftBeforeItBegan() {
        // Given
        flight.add(NOBODY);

        // When
        flight.leave(NOBODY);

        // Then
        assertThat(flight.add(NOBODY)).isFalse();
        assertThat(over).containsExactly(flight);
    }

    @Test
    void thereIsTimeForARetryAsLongAsAnyOfItsReadersHasIt() {
        // Given
        Waiter<String> first = new Waiter<>(duration -> duration.toMillis() <= 100, outcome -> {
        });
        Waiter<String> second = new Waiter<>(duration -> duration.toMillis() <= 200, outcome -> {
        });
        flight.add(first);
        flight.begin(1).subscribe().with(over -> {
        });

        // When
        flight.add(second);

        // Then
        assertThat(source.call(0).end().leaves(Duration.ofMillis(200))).isTrue();
        assertThat(source.call(0).end().leaves(Duration.ofMillis(201))).isFalse();
        flight.leave(second);
        assertThat(source.call(0).end().leaves(Duration.ofMillis(200))).isFalse();
        flight.leave(first);
        assertThat(source.call(0).end().leaves(Duration.ZERO)).as("nobody waits").isFalse();
    }
}
