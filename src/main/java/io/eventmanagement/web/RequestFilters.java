package io.eventmanagement.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * What each request meets before its resource: a CDI event, to whose observers it is to add to. Filters that follow one another
 * are one route of Vert.x, where the first of them has its place: Vert.x takes longer to go from one route to the next than
 * most of them take.
 */
public final class RequestFilters {

    /** Looks at a request, and has decided when it returns. */
    @FunctionalInterface
    public interface Filter {

        /** @return false if it has answered the request or made it fail, true if the request goes on */
        boolean passes(RoutingContext request);
    }

    /** @param filter null if this is a route of its own */
    private record Step(int order, Filter filter, Handler<RoutingContext> route) {
    }

    private final List<Step> steps = new ArrayList<>();
    private Handler<RoutingContext> first;

    /** @param order of {@link FilterOrder}: the highest number comes first */
    public void add(Filter filter, int order) {
        steps.add(new Step(order, filter, null));
    }

    /**
     * Adds what decides later, or has to be at just this place among Quarkus' own filters. It has the request go on by
     * {@link RoutingContext#next()}.
     */
    public void addRoute(Handler<RoutingContext> route, int order) {
        steps.add(new Step(order, null, route));
    }

    /** For a filter of the first row that had a request wait: has it meet them all anew. */
    void startOver(RoutingContext request) {
        first.handle(request);
    }

    /** Makes routes of what was added. */
    void register(Filters filters) {
        steps.sort(Comparator.comparingInt(Step::order).reversed());
        List<Filter> row = new ArrayList<>();
        int place = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.filter == null) {
                filters.register(step.route, step.order);
                continue;
            }
            place = row.isEmpty() ? step.order : place;
            row.add(step.filter);
            if (i + 1 == steps.size() || steps.get(i + 1).filter == null) {
                Filter[] inARow = row.toArray(Filter[]::new);
                Handler<RoutingContext> route = request -> pass(request, inARow);
                filters.register(route, place);
                first = first == null ? route : first;
                row.clear();
            }
        }
    }

    private static void pass(RoutingContext request, Filter[] filters) {
        for (Filter filter : filters) {
            if (!filter.passes(request)) {
                return;
            }
        }
        request.next();
    }
}
