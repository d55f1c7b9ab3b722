package io.eventmanagement.eventcom;

import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.settings.PlayedOutage;
import io.eventmanagement.settings.StandInChoice;
import io.eventmanagement.settings.StandInConfig;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/** Serves the stand-in on the application's own HTTP server, if it is switched on. */
@ApplicationScoped
class StandInSwitch implements PlayedOutage {

    private static final Logger LOG = Logger.getLogger(StandInSwitch.class);

    private volatile StandInMode mode = StandInMode.RECOVER;

    @Override
    public String mode() {
        return mode.word();
    }

    /** An outage to play, for an operator: {@code GET /q/stand-in}, {@code POST /q/stand-in/fail} and so on. */
    void register(@Observes ManagementInterface management, EventApiConfig eventApi, LaunchMode launchMode) {
        if (!StandInChoice.isOn(eventApi, launchMode)) {
            return;
        }
        management.router().get("/q/stand-in").handler(request -> request.response()
                .putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store")
                .end(new JsonObject().put("mode", mode.word()).toBuffer()));
        for (StandInMode next : StandInMode.values()) {
            management.router().post("/q/stand-in/" + next.word()).handler(request -> {
                mode = next;
                request.response().setStatusCode(204).end();
            });
        }
    }

    void serve(@Observes Router router, Vertx vertx, EventApiConfig eventApi, StandInConfig config,
            LaunchMode launchMode) {
        if (!StandInChoice.isOn(eventApi, launchMode)) {
            return;
        }
        Router standIn = new StandIn(vertx, config, () -> ThreadLocalRandom.current().nextDouble(), () -> mode).routes();
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
}
