package io.eventmanagement.tracing;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.eventmanagement.circuit.CircuitStatus;
import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.circuit.RejectionListener;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;

/** Records a circuit's rejections and transitions as events of the span in which they happen. */
@Singleton
class CircuitSpanEvents implements RejectionListener {

    private static final AttributeKey<String> CIRCUIT = AttributeKey.stringKey("circuit");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("state");
    private static final AttributeKey<String> FROM = AttributeKey.stringKey("from");
    private static final AttributeKey<String> TO = AttributeKey.stringKey("to");
    private static final AttributeKey<String> WHY = AttributeKey.stringKey("why");

    @Override
    public void rejected(CircuitStatus circuit) {
        Span span = Span.current();
        if (span.isRecording()) {
            span.addEvent("circuit.rejected", Attributes.of(CIRCUIT, circuit.name(), STATE, circuit.state().name()));
        }
    }

    void note(@Observes CircuitTransition transition) {
        Span span = Span.current();
        if (span.isRecording()) {
            span.addEvent("circuit.transition", Attributes.of(CIRCUIT, transition.circuit(), FROM, transition.from().name(), TO,
                    transition.to().name(), WHY, transition.why()));
        }
    }
}
