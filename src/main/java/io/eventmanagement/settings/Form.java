package io.eventmanagement.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a text has to be. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Form {

    TextForm value();
}
