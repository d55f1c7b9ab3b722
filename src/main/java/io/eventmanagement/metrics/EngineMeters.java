package io.eventmanagement.metrics;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

/**
 * Of the fault-tolerance engine's own meters those of retries and time-outs, under the names of event.com's operations. What it
 * tells of circuits is in {@link CircuitMeters}, for all of them alike.
 */
class EngineMeters {

    private static final String METHOD = "method";

    @Produces
    @Singleton
    MeterFilter retriesAndTimeouts() {
        return new MeterFilter() {

            @Override
            public MeterFilterReply accept(Meter.Id id) {
                return !id.getName().startsWith("ft.") || id.getName().equals("ft.retry.retries.total")
                        || id.getName().equals("ft.timeout.calls.total") ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
            }

            /** Of {@code io.eventmanagement.upstream.EventApi$$CDIWrapper.getUsers} the last word. */
            @Override
            public Meter.Id map(Meter.Id id) {
                String method = id.getName().startsWith("ft.") ? id.getTag(METHOD) : null;
                return method == null ? id
                        : id.replaceTags(id.getTags().stream()
                                .map(tag -> tag.getKey().equals(METHOD)
                                        ? Tag.of(METHOD, method.substring(method.lastIndexOf('.') + 1))
                                        : tag)
                                .toList());
            }
        };
    }
}
