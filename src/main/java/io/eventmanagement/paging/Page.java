package io.eventmanagement.paging;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A part of a collection.
 *
 * @param next the cursor of the part after it, null if there is none
 */
@RegisterForReflection // it is written as JSON by hand
public record Page<T>(List<T> items, String next) {
}
