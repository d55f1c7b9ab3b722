package io.eventmanagement.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;

/** Collects what each request meets. */
@ApplicationScoped
class FilterRoutes {

    void register(@Observes Filters filters, Event<RequestFilters> collection) {
        RequestFilters collected = new RequestFilters();
        collection.fire(collected);
        collected.register(filters);
    }
}
