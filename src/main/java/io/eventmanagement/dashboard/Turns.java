package io.eventmanagement.dashboard;

import java.util.Locale;

import jakarta.inject.Singleton;

import io.eventmanagement.bulkhead.AdaptiveLimit;
import io.eventmanagement.bulkhead.FairBulkhead;
import io.eventmanagement.dashboard.Ring.Kind;
import io.eventmanagement.dashboard.Signs.Calls;
import io.eventmanagement.upstream.AccessTokens;
import io.eventmanagement.upstream.Hedges;
import io.eventmanagement.upstream.RetryBudget;
import io.vertx.core.json.JsonObject;

/** What decides whether event.com may be called: turns, second tries and access tokens. */
@Singleton
class Turns {

    private final FairBulkhead bulkhead;
    private final AdaptiveLimit limit;
    private final RetryBudget budget;
    private final Hedges hedges;
    private final AccessTokens tokens;

    Turns(FairBulkhead bulkhead, AdaptiveLimit limit, RetryBudget budget, Hedges hedges, AccessTokens tokens) {
        this.bulkhead = bulkhead;
        this.limit = limit;
        this.budget = budget;
        this.hedges = hedges;
        this.tokens = tokens;
    }

    /** For the ring's last second. */
    void add(Ring ring) {
        ring.put("running", Kind.MAX, bulkhead.running());
        ring.put("waiting", Kind.MAX, bulkhead.waiting());
        ring.put("limit", Kind.MAX, bulkhead.limit());
    }

    /** With what was counted just now. */
    Calls calls(int all, int failed, int unauthorized) {
        int now = bulkhead.limit();
        boolean isFull = bulkhead.waiting() > 0 && bulkhead.running() >= now;
        return new Calls(all, failed, unauthorized, tokens.isLacking(), now, isFull, now < limit.most());
    }

    JsonObject json() {
        JsonObject turns = new JsonObject().put("running", bulkhead.running()).put("limit", bulkhead.limit())
                .put("most", limit.most()).put("waiting", bulkhead.waiting());
        limit.moved().ifPresent(why -> turns.put("moved", why.name().toLowerCase(Locale.ROOT)));
        JsonObject json = new JsonObject().put("bulkhead", turns).put("budget", budget.left());
        if (hedges.areOn()) {
            json.put("hedges", new JsonObject().put("won", hedges.won()).put("lost", hedges.lost()));
        }
        return json;
    }
}
