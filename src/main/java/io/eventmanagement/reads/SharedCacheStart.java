package io.eventmanagement.reads;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.eventmanagement.redis.RedisLink;
import io.quarkus.runtime.StartupEvent;

/** Begins to share once it is known what. */
@ApplicationScoped
class SharedCacheStart {

    void start(@Observes StartupEvent event, Reads reads, RedisLink link) {
        link.start();
    }
}
