package io.eventmanagement.tracing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;

import io.eventmanagement.WithExtras;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;

/** Where the spans go in tests of {@link WithExtras}. */
@Alternative
@ApplicationScoped
public class KeptSpans {

    @Produces
    @ApplicationScoped
    InMemorySpanExporter exporter() {
        return InMemorySpanExporter.create();
    }
}
