package io.eventmanagement.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.reads.ClientRequest;
import io.eventmanagement.reads.Freshness;
import io.eventmanagement.settings.Configured;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.upstream.Answer;
import io.eventmanagement.upstream.FakeIssuer;
import io.smallrye.mutiny.subscription.Cancellable;

/** Whether an event is sent is decided when it could be, not when its turn comes: a token may come late. */
class EventSenderTest {

    private final FakeIssuer issuer = new FakeIssuer();
    private final FairBulkhead bulkhead = new FairBulkhead(() -> 1, 1);

    /** One that would get as far as the circuit finds none. */
    private final EventSender sender = new EventSender(null, null, issuer.credentials(), null, null,
            Configured.with(Map.of()).getConfigMapping(EventApiConfig.class));
    private final ClientRequest request = new ClientRequest(Freshness.ANY, bulkhead.lane(Runnable::run), Runnable::run, null,
            false);

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void whatIsGivenUpWhileThereIsNoTokenIsNotSent() throws Exception {
        Attempt attempt = new Attempt("id");
        CompletableFuture<Answer.Receipt> sent = sender.send(request, JsonNodeFactory.instance.objectNode(), attempt)
                .subscribeAsCompletionStage();

        assertThat(attempt.giveUp()).as("counts as not sent").isTrue();
        issuer.give("a");

        assertThatThrownBy(() -> sent.get(10, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThat(bulkhead.running()).isZero();
    }

    @Test
    void whatMayNotBeSentAnyMoreOnceThereIsATokenIsNotSent() throws Exception {
        CompletableFuture<Void> leaseIsOver = new CompletableFuture<>();
        Attempt attempt = new Attempt("id", () -> !leaseIsOver.isDone());
        CompletableFuture<Answer.Receipt> sent = sender.send(request, JsonNodeFactory.instance.objectNode(), attempt)
                .subscribeAsCompletionStage();
        leaseIsOver.complete(null);
        issuer.give("a");

        assertThatThrownBy(() -> sent.get(10, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThat(attempt.giveUp()).as("counts as not sent").isTrue();
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotSent() {
        Attempt attempt = new Attempt("id");
        Cancellable waiting = sender.send(request, JsonNodeFactory.instance.objectNode(), attempt).subscribe()
                .with(receipt -> {
                });

        waiting.cancel();

        assertThat(attempt.send()).isFalse();
    }
}
