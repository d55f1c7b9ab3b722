package io.eventmanagement.eventcom;

import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.settings.StandInConfig;
import io.quarkus.runtime.LaunchMode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** Serves the stand-in on the application's own HTTP server, if it is switched on. */
@ApplicationScoped
class StandInSwitch {

    private static final Logger LOG = Logger.getLogger(StandInSwitch.class);

    void serve(@Observes Router router, Vertx vertx, EventApiConfig eventApi, StandInConfig config,
            LaunchMode launchMode) {
        if (!isOn(eventApi, launchMode)) {
            return;
        }
        Router standIn = new StandIn(vertx, config, () -> ThreadLocalRandom.current().nextDouble()).routes();
        // Without an order, the route comes before those of Quarkus REST, whose catch-all would answer 404. It has no path,
        // since Vert.x would match the path again to answer a failure, and fail itself if the path has a broken escape.
        router.route().handler(context -> {
            if (isOurs(context.normalizedPath())) {
                standIn.handleContext(context);
            } else {
                context.next();
            }
        });
        LOG.info("The stand-in for event.com is on, at /event.com on this service's port. EVENT_API_STAND_IN=false turns it"
                + " off; so does EVENT_API_BASE_URL, unless EVENT_API_STAND_IN=true.");
    }

    private static boolean isOurs(String path) {
        return path.equals(StandIn.ROOT) || path.startsWith(StandIn.ROOT + "/");
    }

    private static boolean isOn(EventApiConfig config, LaunchMode launchMode) {
        return config.standIn().orElseGet(() -> launchMode.isDevOrTest() && config.baseUrl().isEmpty());
    }
}
