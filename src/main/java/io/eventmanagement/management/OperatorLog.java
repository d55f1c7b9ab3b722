package io.eventmanagement.management;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;

/** Logs what is done on the management port, and by whom: the subject where Quarkus has checked who it is, else the address. */
@ApplicationScoped
class OperatorLog {

    private static final Logger LOG = Logger.getLogger(OperatorLog.class);

    void register(@Observes ManagementInterface management) {
        // Before ForeignPages, so that what is refused is logged as well.
        management.router().post().order(Integer.MIN_VALUE + 1).handler(request -> {
            request.addEndHandler(end -> LOG.infof("POST %s, by %s: %s", request.request().path(), who(request),
                    status(end.succeeded(), request.response().getStatusCode())));
            request.next();
        });
    }

    /** Who hung up got no answer, but its status would be 200, which it is from the start. */
    static String status(boolean answered, int status) {
        return answered ? String.valueOf(status) : "none";
    }

    private static String who(RoutingContext request) {
        SocketAddress address = request.request().remoteAddress();
        return request.user() != null && request.user().subject() != null ? request.user().subject()
                : address == null ? "unknown" : address.hostAddress();
    }
}
