package io.eventmanagement.runtime;

import jakarta.inject.Singleton;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.smallrye.common.cpu.ProcessorInfo;
import io.vertx.core.VertxOptions;

/**
 * As many event loops as processors. Quarkus would take two for each: they'd share it in turns, and each call to event.com
 * whose connection belongs to another loop than its request is handed from thread to thread, twice.
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
