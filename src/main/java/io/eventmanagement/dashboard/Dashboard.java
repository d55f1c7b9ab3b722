package io.eventmanagement.dashboard;

import java.time.Instant;
import java.util.Locale;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.jboss.logging.Logger;

import io.eventmanagement.circuit.CircuitTransition;
import io.eventmanagement.circuit.Circuits;
import io.eventmanagement.settings.DashboardConfig;
import io.eventmanagement.settings.PlayedOutage;
import io.eventmanagement.time.Time;
import io.eventmanagement.web.ClientConnection;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The page to watch the service by, on the management port: {@code GET /q/dashboard}, what it shows as JSON
 * ({@code …/data}) and, each second and at each transition of a circuit, as server-sent events ({@code …/stream}). All that
 * changes is changed in one Vert.x context. Where it is off nothing of it runs.
 */
@ApplicationScoped
class Dashboard {

    private static final Logger LOG = Logger.getLogger(Dashboard.class);

    private static final String PATH = "/q/dashboard";

    /** Seconds between two looks at what was lost, which asks the database. */
    private static final int LOST = 5;

    private final DashboardConfig config;
    private final boolean isOn;
    private final HttpCounts http;
    private final Circuits circuits;
    private final Turns turns;
    private final Stores stores;
    private final Roster roster;
    private final PlayedOutage outage;
    private final About about;
    private final Vertx vertx;
    private final Time time;

    private final Watchers watchers;
    private Context context;
    private Board board;
    private long timer = -1;
    private int ticks;
    private boolean isTelling;

    Dashboard(DashboardConfig config, LaunchMode launchMode, HttpCounts http, Circuits circuits, Turns turns, Stores stores,
            Roster roster, PlayedOutage outage, About about, Vertx vertx, Time time) {
        this.roster = roster;
        this.turns = turns;
        this.outage = outage;
        this.config = config;
        this.isOn = config.enabled().orElse(launchMode == LaunchMode.DEVELOPMENT);
        this.http = http;
        this.circuits = circuits;
        this.stores = stores;
        this.about = about;
        this.vertx = vertx;
        this.time = time;
        this.watchers = new Watchers(config.watchers());
    }

    void begin(@Observes ManagementInterface management, LaunchMode launchMode) {
        if (!isOn) {
            return;
        }
        board = new Board(http, circuits, turns, stores, roster, outage, time, about.json());
        context = vertx.getOrCreateContext();
        context.runOnContext(now -> timer = vertx.setPeriodic(1_000, again -> tick()));
        Page page = new Page();
        Router router = management.router();
        if (launchMode == LaunchMode.DEVELOPMENT) {
            router.route(PATH + "*").handler(Dashboard::refuseOtherNames);
        }
        router.get(PATH).handler(request -> {
            if (request.request().path().endsWith("/")) {
                // Or its files would be looked for one level below.
                request.response().setStatusCode(308).putHeader("Location", "../dashboard").end();
            } else {
                page.serve(request, "index.html");
            }
        });
        router.get(PATH + "/data").handler(this::data);
        router.get(PATH + "/stream").handler(this::stream);
        router.get(PATH + "/:file").handler(request -> page.serve(request, request.pathParam("file")));
        if (launchMode == LaunchMode.DEVELOPMENT) {
            LOG.infof("Watch it at %s on the management port", PATH);
        }
    }

    /** In dev mode a page of a site whose name was made to be this host's would be told all, as one of this site. */
    private static void refuseOtherNames(RoutingContext request) {
        if (isLocal(request.request().authority())) {
            request.next();
        } else {
            request.response().setStatusCode(403).putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end("In dev mode the dashboard is at localhost only.\n");
        }
    }

    static boolean isLocal(HostAndPort authority) {
        String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.endsWith(".localhost") || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("::1") || host.equals("[::1]");
    }

    void end(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent shutdown) {
        if (isOn) {
            roster.leave();
            context.runOnContext(now -> {
                vertx.cancelTimer(timer);
                watchers.end();
            });
        }
    }

    /** The circuit is locked meanwhile, so its state is looked at later. */
    void entered(@Observes CircuitTransition transition) {
        if (!isOn || context == null) {
            return;
        }
        long nanos = time.nanos();
        Instant at = time.instant();
        context.runOnContext(now -> {
            board.entered(transition, nanos, at);
            if (!isTelling) {
                isTelling = true;
                // After what is waiting already: several circuits change at once.
                context.runOnContext(then -> tell());
            }
        });
    }

    private void tick() {
        if (!board.tick()) {
            return;
        }
        roster.tick();
        if (watchers.isEmpty()) {
            // Nobody is told what was known when somebody watched last.
            board.lost(null);
            ticks = 0;
        } else if (ticks++ % LOST == 0) {
            stores.lost().subscribe().with(lost -> context.runOnContext(now -> board.lost(lost)));
        }
        tell();
    }

    private void tell() {
        isTelling = false;
        if (!watchers.isEmpty()) {
            watchers.tell(Watchers.message("news", board.news(watchers.size())), () -> Watchers.message("all", board.all()));
        }
    }

    private void data(RoutingContext request) {
        Context home = vertx.getOrCreateContext();
        context.runOnContext(now -> {
            var all = board.all();
            home.runOnContext(then -> Page.secure(request.response()).putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store").end(all));
        });
    }

    private void stream(RoutingContext request) {
        Context home = vertx.getOrCreateContext();
        HttpServerResponse response = request.response();
        context.runOnContext(now -> {
            if (!watchers.hasRoom()) {
                home.runOnContext(then -> request.fail(new TooManyWatchersException()));
                return;
            }
            // Nothing that lies between may collect messages.
            Page.secure(response).putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store")
                    .putHeader("X-Accel-Buffering", "no").setChunked(true);
            response.closeHandler(closed -> context.runOnContext(then -> watchers.remove(response)));
            if (!response.closed()) {
                watchers.add(response, () -> ClientConnection.abort(request.request()), Watchers.message("all", board.all()));
            }
        });
    }
}
