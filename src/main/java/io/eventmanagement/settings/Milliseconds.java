package io.eventmanagement.settings;

import java.time.Duration;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a setting whose name ends in {@code _MS}: a bare number of milliseconds, where Quarkus would read seconds. */
public final class Milliseconds implements Converter<Duration> {

    private static final long serialVersionUID = 1L;

    @Override
    public Duration convert(String value) {
        return Duration.ofMillis(Long.parseLong(value));
    }
}
