package io.eventmanagement.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The least and the most that a number may be; a duration's are in milliseconds. Not Bean Validation's {@code @Min} and
 * {@code @Max}: these name neither the variable nor its value, aren't for durations, and come after a value that is no
 * number has ended the start.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Limits {

    long TEN_MINUTES = 600_000;
    long DAY = 86_400_000;

    long min();

    long max();
}
