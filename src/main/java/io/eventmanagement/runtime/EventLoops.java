package io.eventmanagement.runtime;

import jakarta.inject.Singleton;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.smallrye.common.cpu.ProcessorInfo;
import io.vertx.core.VertxOptions;

/**
 * Sets one event loop per processor, unless the number is configured. Quarkus would take two, which share the processor in
 * turns. And with more event loops, more calls to event.com use a connection of another event loop than their request's, and
 * are handed between threads twice.
 */
@Singleton
class EventLoops implements VertxOptionsCustomizer {

    @Override
    public void accept(VertxOptions options) {
        if (!ConfigUtils.isPropertyPresent("quarkus.vertx.event-loops-pool-size")) {
            options.setEventLoopPoolSize(ProcessorInfo.availableProcessors());
        }
    }
}
