package io.eventmanagement.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.eventmanagement.time.Time;
import io.vertx.core.http.HttpHeaders;

/** The {@code Date} of answers (RFC 9110, 6.6.1), formatted once a second. */
final class CurrentDate {

    /** RFC 9110, 5.6.7. Java's own RFC_1123_DATE_TIME writes the days 1 to 9 with one digit. */
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private record Second(long second, CharSequence text) {
    }

    private final Time time;
    private volatile Second last = new Second(Long.MIN_VALUE, "");

    CurrentDate(Time time) {
        this.time = time;
    }

    CharSequence get() {
        Instant now = time.instant();
        Second second = last;
        if (second.second != now.getEpochSecond()) {
            second = new Second(now.getEpochSecond(), HttpHeaders.createOptimized(FORMAT.format(now)));
            last = second;
        }
        return second.text;
    }
}
