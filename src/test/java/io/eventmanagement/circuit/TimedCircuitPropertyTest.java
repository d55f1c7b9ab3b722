package io.eventmanagement.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class TimedCircuitPropertyTest {

    /** Sums of these come to all ends of waits and windows, and to a millisecond before and after. */
    private static final long[] MILLIS = { 0, 1, 999, 1_000, 4_999, 5_000, 9_999, 10_000, 10_001, 19_999, 20_000, 29_999,
            30_000, 30_001, 40_000, 59_999, 60_000 };

    enum Kind {
        ADVANCE,
        BEGIN,
        SUCCEED,
        FAIL,
        REFUSE,
        HANG_UP,
        LOOK,
        RESET
    }

    /** What happens next; {@code pick} says which call it concerns, or for how long nothing does. */
    record Step(Kind kind, int pick) {
    }

    /** A call under way: the model's epoch that it began in, and who waits for it. */
    record Begun(int epoch, UniAssertSubscriber<String> caller) {
    }

    /** One try: the circuit and its model side by side. */
    private static final class Pair {

        private final Map<String, Begun> underWay = new LinkedHashMap<>();
        private final CircuitScene scene;
        private final CircuitModel model;

        private Pair(CircuitRules rules) {
            scene = new CircuitScene(rules);
            model = new CircuitModel(rules);
        }

        private void take(Step step, String name) {
            switch (step.kind) {
                case ADVANCE -> {
                    long millis = MILLIS[step.pick % MILLIS.length];
                    scene.time.advance(Duration.ofMillis(millis));
                    model.advance(millis);
                }
                case BEGIN -> begin(name);
                case LOOK -> assertThatItIsAsInTheModel(scene.circuit.status());
                case RESET -> {
                    scene.circuit.reset();
                    model.reset();
                }
                default -> {
                    if (!underWay.isEmpty()) {
                        goOn(step.kind, List.copyOf(underWay.keySet()).get(step.pick % underWay.size()));
                    }
                }
            }
        }

        private void begin(String name) {
            UniAssertSubscriber<String> caller = scene.begin(name);
            Optional<Duration> rejection = model.rejection();
            if (rejection.isEmpty()) {
                caller.assertNotTerminated();
                underWay.put(name, new Begun(model.begin(), caller));
            } else {
                Throwable thrown = caller.assertFailedWith(CircuitOpenException.class).getFailure();
                CircuitStatus status = ((CircuitOpenException) thrown).status();
                assertThat(status.retryAfter()).isEqualTo(rejection.get());
                assertThatItIsAsInTheModel(status);
            }
            assertThat(scene.calls.begun().contains(name)).isEqualTo(rejection.isEmpty());
        }

        private void goOn(Kind kind, String name) {
            if (kind == Kind.HANG_UP) {
                underWay.get(name).caller.cancel();
                return;
            }
            model.end(underWay.remove(name).epoch, kind == Kind.FAIL);
            switch (kind) {
                case SUCCEED -> scene.succeed(name);
                case FAIL -> scene.fail(name);
                default -> scene.refuse(name);
            }
        }

        private void assertThatItIsAsInTheModel(CircuitStatus status) {
            assertThat(status.state()).isEqualTo(model.state());
            assertThat(status.failuresInWindow()).hasValue(model.failuresInWindow());
            assertThat(status.attempt()).hasValue(model.attempt());
            assertThat(status.retryAfter()).isEqualTo(model.rejection().orElse(Duration.ZERO));
        }

        private void assertThatTheTransitionsLeadFromEachToTheNext() {
            for (int i = 1; i < scene.told.size(); i++) {
                assertThat(scene.told.get(i).from()).isEqualTo(scene.told.get(i - 1).to());
            }
            if (!scene.told.isEmpty()) {
                assertThat(scene.told.get(scene.told.size() - 1).to()).isEqualTo(model.state());
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(Tuple.of(8, Kind.ADVANCE), Tuple.of(10, Kind.BEGIN),
                Tuple.of(2, Kind.SUCCEED), Tuple.of(8, Kind.FAIL), Tuple.of(1, Kind.REFUSE), Tuple.of(1, Kind.HANG_UP),
                Tuple.of(2, Kind.LOOK), Tuple.of(1, Kind.RESET));
        // Uniform, because a call or a time isn't more interesting for having a small number.
        Arbitrary<Integer> picks = Arbitraries.integers().between(0, 999).withDistribution(
                RandomDistribution.uniform());
        return Combinators.combine(kinds, picks).as(Step::new).list().ofMaxSize(60);
    }

    @Property(tries = 500)
    void theCircuitAnswersAsItsModelWhateverHappens(@ForAll @IntRange(min = 1, max = 4) int threshold,
            @ForAll("steps") List<Step> steps) {
        // Given
        Pair pair = new Pair(new CircuitRules(threshold, Duration.ofSeconds(30), Duration.ofSeconds(10),
                Duration.ofSeconds(60), 0));

        // When
        for (int i = 0; i < steps.size(); i++) {
            pair.take(steps.get(i), "call " + i);
        }

        // Then
        pair.assertThatItIsAsInTheModel(pair.scene.circuit.status());
        pair.assertThatTheTransitionsLeadFromEachToTheNext();
    }
}
