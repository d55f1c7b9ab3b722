package io.eventmanagement.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkus.vertx.http.runtime.filters.Filter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

class RequestFiltersTest {

    private final List<String> met = new ArrayList<>();
    private final RequestFilters filters = new RequestFilters();

    private RequestFilters.Filter named(String name, boolean passes) {
        return request -> {
            met.add(name);
            return passes;
        };
    }

    /** The routes of Vert.x in their order. */
    private List<Filter> routes() {
        Filters routes = new Filters();
        filters.register(routes);
        return routes.getFilters().stream().sorted(Comparator.comparingInt(Filter::getPriority).reversed()).toList();
    }

    private static RoutingContext request(Runnable next) {
        return (RoutingContext) Proxy.newProxyInstance(RoutingContext.class.getClassLoader(),
                new Class<?>[] { RoutingContext.class }, (proxy, method, arguments) -> {
                    if (method.getName().equals("next")) {
                        next.run();
                    }
                    return null;
                });
    }

    /** As Vert.x does: the next route, if any, when a route says so. */
    private void handle(List<Filter> routes) {
        if (routes.isEmpty()) {
            met.add("resource");
        } else {
            routes.get(0).getHandler().handle(request(() -> handle(routes.subList(1, routes.size()))));
        }
    }

    @Test
    void areMetInTheirOrderWhateverTheOrderInWhichTheyWereAdded() {
        filters.add(named("second", true), 200);
        filters.add(named("third", true), 100);
        filters.add(named("first", true), 300);

        handle(routes());

        assertThat(met).containsExactly("first", "second", "third", "resource");
    }

    @Test
    void oneThatRefusesIsTheLast() {
        filters.add(named("first", true), 300);
        filters.add(named("refuses", false), 200);
        filters.add(named("third", true), 100);

        handle(routes());

        assertThat(met).containsExactly("first", "refuses");
    }

    @Test
    void areOneRouteAsLongAsNoneDecidesLater() {
        for (int order = 1; order <= 10; order++) {
            filters.add(named("filter", true), order);
        }

        assertThat(routes()).hasSize(1);
    }

    @Test
    void areWhereTheFirstOfThemHasItsPlace() {
        filters.add(named("first", true), 300);
        filters.add(named("second", true), 200);
        filters.addRoute(RoutingContext::next, 100);
        filters.add(named("third", true), 50);

        assertThat(routes()).extracting(Filter::getPriority).containsExactly(300, 100, 50);
    }

    @Test
    void oneThatDecidesLaterHoldsUpThoseBehindIt() {
        List<RoutingContext> waiting = new ArrayList<>();
        filters.add(named("before", true), 300);
        filters.addRoute(waiting::add, 200);
        filters.add(named("behind", true), 100);

        handle(routes());
        assertThat(met).containsExactly("before");

        waiting.get(0).next();
        assertThat(met).containsExactly("before", "behind", "resource");
    }

    @Test
    void oneThatDecidesLaterMayComeFirstOrLast() {
        filters.addRoute(RoutingContext::next, 300);
        filters.add(named("between", true), 200);
        filters.addRoute(RoutingContext::next, 100);

        handle(routes());

        assertThat(met).containsExactly("between", "resource");
    }
}
