package io.eventmanagement.tracing;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.smallrye.mutiny.Uni;

/** Adds the service's own spans to those that Quarkus makes for requests and calls. Costs nothing while nothing is recorded. */
@ApplicationScoped
public class Tracing {

    private final Tracer tracer;

    Tracing(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * Wraps the work in a span, the parent of all spans that begin in this Vert.x context until the work ends.
     *
     * @param attribute the name of the number in the trace
     */
    public <T> Uni<T> span(String name, String attribute, long number, Supplier<Uni<T>> work) {
        if (!Span.current().isRecording()) {
            return work.get();
        }
        return Uni.createFrom().deferred(() -> {
            Span span = tracer.spanBuilder(name).setAttribute(attribute, number).startSpan();
            Scope scope = span.makeCurrent();
            return work.get().onTermination().invoke((item, thrown, cancelled) -> {
                if (thrown != null) {
                    span.setStatus(StatusCode.ERROR, thrown.getMessage());
                }
                scope.close();
                span.end();
            });
        });
    }

    /** The task to run in another Vert.x context, so that spans which begin there belong to the trace of this one. */
    public static Runnable carry() {
        Context here = Context.current();
        return here == Context.root() ? () -> {
            // Nothing is recorded.
        } : here::makeCurrent;
    }

    /** The id of the current request's trace; null if the request isn't recorded. */
    public static String traceId() {
        Span span = Span.current();
        return span.isRecording() ? span.getSpanContext().getTraceId() : null;
    }
}
