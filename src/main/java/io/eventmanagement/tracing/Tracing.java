package io.eventmanagement.tracing;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.smallrye.mutiny.Uni;

/** What the service adds to the spans that Quarkus makes of requests and calls. Where nothing is recorded it costs nothing. */
@ApplicationScoped
public class Tracing {

    private final Tracer tracer;

    Tracing(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * Makes a span of the work, and the parent of all that begins in this Vert.x context until it ends.
     *
     * @param attribute how the number goes by in the trace
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

    /** What has to be run in another Vert.x context, so that what begins there belongs to the trace of this one. */
    public static Runnable carry() {
        Context here = Context.current();
        return here == Context.root() ? () -> {
            // Nothing is recorded.
        } : here::makeCurrent;
    }

    /** The id by which the current request is found among the traces; null if it isn't recorded. */
    public static String traceId() {
        Span span = Span.current();
        return span.isRecording() ? span.getSpanContext().getTraceId() : null;
    }
}
