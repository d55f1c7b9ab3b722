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
 * Logs one line for each request. Unless logging has been configured, lines are made here and written in batches, which takes a
 * fraction of the time (docs/adr/0011-access-lines.md). Otherwise they are logged like all other lines.
 */
@ApplicationScoped
class AccessLog {

    private static final Logger LOG = Logger.getLogger("access");

    /** Milliseconds that a line may wait for others. */
    private static final long WAIT = 20;

    /** The ordinal of our own defaults, in the packaged application.properties. Settings from outside have a higher one. */
    private static final int OURS = 250;

    /** Log settings except levels, which are checked for each line anyway. */
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

    /** Whether logs are JSON on standard output, and nobody has configured how or where they are written. */
    static boolean isAsItComes(SmallRyeConfig config) {
        return config.getOptionalValue("quarkus.log.console.json.enabled", Boolean.class).orElse(true)
                && StreamSupport.stream(config.getPropertyNames().spliterator(), false).filter(AccessLog::isAboutLogs)
                        .noneMatch(name -> isSetOutside(config.getConfigValue(name).getConfigSourceOrdinal()));
    }

    /** Settings fixed at build time have the highest ordinal of all. */
    private static boolean isSetOutside(int ordinal) {
        return ordinal > OURS && ordinal < Integer.MAX_VALUE;
    }

    /** @param name the name in a file, or of an environment variable */
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

    /** A client that hung up got no answer, but the response's status would be 200, which it is from the start. */
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
