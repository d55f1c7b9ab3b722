package io.eventmanagement.redis;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.eventmanagement.settings.RedisConfig;
import io.eventmanagement.time.Time;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/** The client is Quarkus', with its settings, where there is a URL. */
class RedisBeans {

    @Produces
    @Singleton
    RedisLink link(RedisConfig config, Instance<Redis> client, Vertx vertx, Time time) {
        return new RedisLink(config.url().isPresent() ? client::get : null, config.timeout(), config.addTimeout(), vertx, time);
    }

    void end(@Disposes RedisLink link) {
        link.stop();
    }
}
