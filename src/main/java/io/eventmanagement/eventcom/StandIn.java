package io.eventmanagement.eventcom;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import io.eventmanagement.settings.StandInConfig;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Answers calls as event.com does, including its slowness and its failures. */
final class StandIn {

    static final String ROOT = "/event.com";

    private static final String ADDED = """
            {"success":true}""";
    private static final String UNAVAILABLE = """
            {"success":false,"error":"Service temporarily unavailable","message":"Event API is experiencing high load"}""";
    private static final String NOT_ADDED = """
            {"success":false,"error":"Internal server error"}""";
    private static final String NOT_FOUND = """
            {"success":false,"error":"Not found"}""";

    /** Longer than anybody waits. */
    private static final Duration SLOWNESS = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final StandInConfig config;
    private final DoubleSupplier chance;
    private final EventStore store;
    private final AddCycle cycle;
    private final Supplier<StandInMode> mode;

    /** @param chance gives numbers from 0 to below 1, to choose the calls whose connection is closed */
    StandIn(Vertx vertx, StandInConfig config, DoubleSupplier chance) {
        this(vertx, config, chance, () -> StandInMode.RECOVER);
    }

    StandIn(Vertx vertx, StandInConfig config, DoubleSupplier chance, Supplier<StandInMode> mode) {
        this.mode = mode;
        this.vertx = vertx;
        this.config = config;
        this.chance = chance;
        this.store = new EventStore(config.maxEvents());
        this.cycle = new AddCycle(config.addSuccesses(), config.addFailures());
    }

    Router routes() {
        Router router = Router.router(vertx);
        router.route().handler(this::play);
        router.get(ROOT + "/getUsers").handler(context -> listOrClose(context, store::users));
        router.get(ROOT + "/getEvents").handler(context -> listOrClose(context, store::events));
        router.get(ROOT + "/getUserById/:id").handler(context -> one(context, store.user(context.pathParam("id"))));
        router.get(ROOT + "/getEventById/:key").handler(context -> after(config.eventDelay(),
                () -> one(context, store.event(context.pathParam("key")))));
        router.post(ROOT + "/addEvent").handler(this::addEvent);
        router.route().handler(context -> answer(context, HttpResponseStatus.NOT_FOUND, NOT_FOUND));
        return router;
    }

    private void play(RoutingContext context) {
        switch (mode.get()) {
            case FAIL -> answer(context, HttpResponseStatus.SERVICE_UNAVAILABLE, UNAVAILABLE);
            case SLOW -> after(SLOWNESS, context::next);
            case CLOSE -> context.request().connection().close();
            case RECOVER -> context.next();
        }
    }

    private void listOrClose(RoutingContext context, Supplier<String> list) {
        if (chance.getAsDouble() < config.closeRatio()) {
            context.request().connection().close();
        } else {
            answer(context, HttpResponseStatus.OK, list.get());
        }
    }

    private void one(RoutingContext context, Optional<String> found) {
        // event.com answers an unknown id with a 200 without a body, not with a 404.
        found.ifPresentOrElse(json -> answer(context, HttpResponseStatus.OK, json), context::end);
    }

    /** The HTTP server has read the body already, up to its limit. */
    private void addEvent(RoutingContext context) {
        // The turn is taken first: a call that ends in a 500 uses one up too.
        if (!cycle.nextSucceeds()) {
            after(config.addFailureDelay(), () -> answer(context, HttpResponseStatus.SERVICE_UNAVAILABLE, UNAVAILABLE));
        } else if (store.add(context.body().isEmpty() ? "" : context.body().asString())) {
            answer(context, HttpResponseStatus.OK, ADDED);
        } else {
            answer(context, HttpResponseStatus.INTERNAL_SERVER_ERROR, NOT_ADDED);
        }
    }

    private void after(Duration delay, Runnable answer) {
        if (delay.isZero()) {
            answer.run();
        } else {
            vertx.setTimer(delay.toMillis(), timer -> answer.run());
        }
    }

    private static void answer(RoutingContext context, HttpResponseStatus status, String json) {
        context.response()
                .setStatusCode(status.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(json);
    }
}
