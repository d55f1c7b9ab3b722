package io.eventmanagement.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.eventmanagement.bulkhead.FairBulkhead.Lane;
import io.eventmanagement.testing.Calls;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

class FairBulkheadPropertyTest {

    private static final int LANES = 5;

    enum Kind {
        ENTER,
        END,
        FAIL,
        CANCEL
    }

    /** What a client or event.com does next; {@code pick} says which lane or call it concerns. */
    record Step(Kind kind, int pick) {
    }

    private final Map<String, UniAssertSubscriber<String>> unanswered = new LinkedHashMap<>();
    private final List<Lane> lanes = new ArrayList<>();
    private Calls calls;
    private BulkheadModel model;

    /** jqwik makes one object of this class for all tries. */
    @BeforeTry
    void forgetTheLastTry() {
        unanswered.clear();
        lanes.clear();
        calls = new Calls();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(Tuple.of(5, Kind.ENTER), Tuple.of(2, Kind.END), Tuple.of(1, Kind.FAIL),
                Tuple.of(2, Kind.CANCEL));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 999)).as(Step::new).list().ofMaxSize(80);
    }

    @Property(tries = 500)
    void callsBeginInTurnNeverMoreThanTheLimitAndNoneIsLost(@ForAll @IntRange(min = 1, max = 4) int limit,
            @ForAll @IntRange(min = 0, max = LANES) int maxWaitingLanes, @ForAll("steps") List<Step> steps) {
        // Given
        model = new BulkheadModel(limit, maxWaitingLanes);
        FairBulkhead bulkhead = new FairBulkhead(() -> limit, maxWaitingLanes);
        for (int i = 0; i < LANES; i++) {
            lanes.add(bulkhead.lane(Runnable::run));
        }

        // When
        for (int i = 0; i < steps.size(); i++) {
            take(steps.get(i), "call " + i);
            assertThatAllIsAsInTheModel(limit);
        }

        // Then
        while (!calls.underWay().isEmpty()) {
            end(calls.underWay().get(0), false);
            assertThatAllIsAsInTheModel(limit);
        }
        assertThat(unanswered).isEmpty();
        for (int i = 0; i < limit; i++) {
            enter(i % LANES, "afterwards " + i);
        }
        assertThat(calls.underWay()).hasSize(limit);
    }

    private void take(Step step, String name) {
        switch (step.kind) {
            case ENTER -> enter(step.pick % LANES, name);
            case END, FAIL -> {
                if (!calls.underWay().isEmpty()) {
                    end(calls.underWay().get(step.pick % calls.underWay().size()), step.kind == Kind.FAIL);
                }
            }
            case CANCEL -> {
                if (!unanswered.isEmpty()) {
                    cancel(List.copyOf(unanswered.keySet()).get(step.pick % unanswered.size()));
                }
            }
        }
    }

    private void enter(int lane, String name) {
        UniAssertSubscriber<String> subscriber = lanes.get(lane).call(calls.named(name)).subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        if (model.enter(lane, name)) {
            subscriber.assertNotTerminated();
            unanswered.put(name, subscriber);
        } else {
            subscriber.assertFailedWith(BulkheadFullException.class);
        }
    }

    private void end(String name, boolean fails) {
        UniAssertSubscriber<String> subscriber = unanswered.remove(name);
        model.end(name);
        if (fails) {
            calls.fail(name);
        } else {
            calls.end(name);
        }
        if (subscriber != null && fails) {
            subscriber.assertFailedWith(IllegalStateException.class, name);
        } else if (subscriber != null) {
            subscriber.assertItem(name);
        }
    }

    private void cancel(String name) {
        model.cancel(name);
        unanswered.remove(name).cancel();
    }

    private void assertThatAllIsAsInTheModel(int limit) {
        assertThat(calls.begun()).isEqualTo(model.begun);
        assertThat(calls.underWay()).isEqualTo(model.underWay).hasSizeLessThanOrEqualTo(limit);
    }
}
