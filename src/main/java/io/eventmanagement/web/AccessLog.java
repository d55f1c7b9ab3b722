package io.eventmanagement.web;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

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
 * One log line for each request. While nobody has said anything about logs, lines are made here and written together, which
 * takes a fraction of the time (docs/adr/0011-access-lines.md); else they are logged like any other.
 */
@ApplicationScoped
class AccessLog {

    private static final Logger LOG = Logger.getLogger("access");

    /** Milliseconds that a line may wait for others. */
    private static final long WAIT = 20;

    /** Of a setting that is our own default: that of the application.properties within. Whatever is set outside has more. */
    private static final int OURS = 250;

    /** Levels aside, by which it is decided for each line. */
    private static final Pattern ABOUT_LOGS = Pattern
            .compile("quarkus\\.log\\.(?!(min\\.)?level$|category\\..*\\.level$).*");

    private final Time time;
    private final AccessLines lines;

    AccessLog(Vertx vertx, Time time, SmallRyeConfig config) {
        this.time = time;
        this.lines = isAsItComes(config)
                ? new AccessLines(new FileOutputStream(FileDescriptor.out),
                        write -> vertx.setTimer(WAIT, timer -> vertx.executeBlocking(() -> {
                            write.run();
                            return null;
                        }, false)))
                : null;
    }

    /** Whether logs are JSON on standard output, and nobody has set how or where they are written. */
    static boolean isAsItComes(SmallRyeConfig config) {
        return config.getOptionalValue("quarkus.log.console.json.enabled", Boolean.class).orElse(true)
                && StreamSupport.stream(config.getPropertyNames().spliterator(), false).filter(AccessLog::isAboutLogs)
                        .noneMatch(name -> isSetOutside(config.getConfigValue(name).getConfigSourceOrdinal()));
    }

    /** What was fixed when the service was built has the highest ordinal of all. */
    private static boolean isSetOutside(int ordinal) {
        return ordinal > OURS && ordinal < Integer.MAX_VALUE;
    }

    /** @param name as in a file, or as an environment variable */
    private static boolean isAboutLogs(String name) {
        return ABOUT_LOGS.matcher(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", ".")).matches();
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
        StringBuilder line = new StringBuilder(256).append("{\"timestamp\":\"")
                .append(Instant.ofEpochMilli(time.instant().toEpochMilli()))
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
}
