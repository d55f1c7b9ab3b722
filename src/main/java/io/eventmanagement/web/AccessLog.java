package io.eventmanagement.web;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import io.eventmanagement.time.Time;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/**
 * One log line for each request. Quarkus' own would take a third of the time of a request that is refused: it makes each line
 * by a general JSON writer and writes it by itself, on the event loop. Where logs are JSON on standard output only, lines are
 * made here and written together; elsewhere they are logged like any other.
 */
@ApplicationScoped
class AccessLog {

    private static final Logger LOG = Logger.getLogger("access");

    /** Milliseconds that a line may wait for others. */
    private static final long WAIT = 20;

    private record Millisecond(long millis, String text) {
    }

    private final Time time;
    private final AccessLines lines;

    /** Many lines have the same. */
    private volatile Millisecond now = new Millisecond(-1, "");

    AccessLog(Vertx vertx, Time time, SmallRyeConfig config) {
        this.time = time;
        this.lines = isJsonOnTheConsoleOnly(config)
                ? new AccessLines(new FileOutputStream(FileDescriptor.out),
                        write -> vertx.setTimer(WAIT, timer -> vertx.executeBlocking(() -> {
                            write.run();
                            return null;
                        }, false)))
                : null;
    }

    private static boolean isJsonOnTheConsoleOnly(SmallRyeConfig config) {
        return Stream.of("console", "console.json").allMatch(log -> isOn(config, log, true))
                && Stream.of("file", "syslog", "socket").noneMatch(log -> isOn(config, log, false));
    }

    private static boolean isOn(SmallRyeConfig config, String log, boolean otherwise) {
        return config.getOptionalValue("quarkus.log." + log + ".enabled", Boolean.class).orElse(otherwise);
    }

    void register(@Observes Filters filters) {
        filters.register(this::log, FilterOrder.LOG);
    }

    @PreDestroy
    void writeTheRest() {
        if (lines != null) {
            lines.write();
        }
    }

    private void log(RoutingContext request) {
        if (LOG.isInfoEnabled()) {
            long begin = time.nanos();
            request.addEndHandler(end -> log(request, end.succeeded(), time.nanos() - begin));
        }
        request.next();
    }

    /** A client that hung up had no answer; the response would say 200, as it does from the start. */
    private void log(RoutingContext request, boolean answered, long nanos) {
        String status = answered ? String.valueOf(request.response().getStatusCode()) : "none";
        String method = request.request().method().name();
        String path = request.request().path();
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        if (lines == null) {
            LOG.infof("%s %s %s %d ms", method, path, status, millis);
            return;
        }
        StringBuilder line = new StringBuilder(256).append("{\"timestamp\":\"").append(timestamp())
                .append("\",\"loggerName\":\"access\",\"level\":\"INFO\",\"message\":\"");
        JsonStringEncoder json = JsonStringEncoder.getInstance();
        json.quoteAsString(method, line);
        line.append(' ');
        json.quoteAsString(path, line);
        line.append(' ').append(status).append(' ').append(millis).append(" ms\",\"mdc\":{\"requestId\":\"")
                .append(RequestId.of(request)).append('"');
        Object trace = MDC.get("traceId");
        if (trace != null) {
            line.append(",\"traceId\":\"").append(trace).append('"');
        }
        lines.add(line.append("}}\n").toString());
    }

    private String timestamp() {
        long millis = time.instant().toEpochMilli();
        Millisecond last = now;
        if (last.millis != millis) {
            last = new Millisecond(millis, Instant.ofEpochMilli(millis).toString());
            now = last;
        }
        return last.text;
    }
}
