package io.eventmanagement.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import io.eventmanagement.delivery.Operation.State;
import io.eventmanagement.idempotency.BoundAdds.Fate;

/** What the key of an operation is to whoever uses it again. */
class KeyedOperationsTest extends TablesTest {

    @Test
    void aKeyNamesItsOperationWhileItIsOpenAndOnceItIsDelivered() throws SQLException {
        Operation first = acceptWithKey(add("u"));

        assertThat(acceptWithKey(add("u")).id()).isEqualTo(first.id());
        assertThat(KEY.find(one)).contains(first);
        end(first, State.DELIVERED);
        assertThat(acceptWithKey(add("u")).id()).isEqualTo(first.id());
        assertThat(KeyedOperations.fate(one, first.id())).isInstanceOf(Fate.Delivered.class);
    }

    @Test
    void afterARejectionAKeyIsAsNew() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        end(first, State.REJECTED);
        assertThat(KEY.find(one)).isEmpty();

        Operation second = acceptWithKey(add("u"));

        assertThat(second.eventId()).isNotEqualTo(first.eventId());
        assertThat(second.askFirst()).isFalse();
        assertThat(second.state()).isEqualTo(State.SENDING);
    }

    @Test
    void whereEventComMayHaveTheEventAKeyKeepsItsIdAndEventComIsAskedFirst() throws SQLException {
        for (State end : List.of(State.EXPIRED, State.DISCARDED)) {
            Operation first = acceptWithKey(add("u"));
            end(first, end);

            Operation second = acceptWithKey(add("u"));

            assertThat(second.id()).isNotEqualTo(first.id());
            assertThat(second.eventId()).isEqualTo(first.eventId());
            assertThat(second.askFirst()).isTrue();
            end(second, State.REJECTED);
        }
    }

    @Test
    void whereEventComMayStillBeAtItItIsAskedLater() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        Operations.later(one, first, true, Duration.ofMinutes(1));
        end(now(first), State.DISCARDED);

        Operation second = acceptWithKey(add("u"));

        assertThat(second.state()).isEqualTo(State.ACCEPTED);
        assertThat(second.nextAttemptAt()).isAfter(second.acceptedAt().plusSeconds(50));
        assertThat(claim()).isEmpty();
    }

    @Test
    void whatWasNeverSentIsAsNewUnderItsKey() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        Operations.notSent(one, first, Duration.ZERO);
        end(now(first), State.DISCARDED);

        Fate fate = KeyedOperations.fate(one, first.id());

        assertThat(fate).isInstanceOf(Fate.NotAdded.class);
    }

    @Test
    void aPlainRequestIsToldWhatAnEndedOperationHasLeftOpen() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        assertThat(KeyedOperations.fate(one, first.id())).isInstanceOf(Fate.Open.class);
        Operations.later(one, first, true, Duration.ofMinutes(1));
        end(now(first), State.EXPIRED);

        Fate fate = KeyedOperations.fate(one, first.id());

        assertThat(fate).isInstanceOfSatisfying(Fate.InDoubt.class,
                doubt -> assertThat(doubt.settledIn()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60)));
    }

    @Test
    void whatWasAskedForAgainUnderItsKeyIsntTriedAgainBesideIt() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        end(first, State.EXPIRED);
        acceptWithKey(add("u"));

        assertThat(Operations.retry(one, now(first))).isFalse();
    }

    @Test
    void whatIsTriedAgainIsntLeftToAnotherRequestOfItsKey() throws SQLException {
        Operation first = acceptWithKey(add("u"));
        end(first, State.EXPIRED);
        assertThat(Operations.retry(one, now(first))).isTrue();

        assertThat(Operations.supersede(one, first.id())).isEmpty();
        assertThat(KeyedOperations.fate(one, first.id())).isInstanceOf(Fate.Open.class);
    }

    /** One of both, whichever comes first: the other waits for its lock, and sees what it did. */
    @Test
    void whileAnOperatorHasItTriedAgainItIsntLeftToAnotherRequest() throws Exception {
        Operation first = acceptWithKey(add("u"));
        end(first, State.EXPIRED);
        one.setAutoCommit(false);
        Operations.retry(one, now(first));
        ExecutorService replicas = Executors.newSingleThreadExecutor();
        Future<Optional<Duration>> superseded = replicas.submit(() -> Operations.supersede(other, first.id()));
        one.commit();
        one.setAutoCommit(true);

        assertThat(superseded.get()).isEmpty();
        replicas.shutdown();
    }
}
