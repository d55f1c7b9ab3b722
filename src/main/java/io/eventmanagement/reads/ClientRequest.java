package io.eventmanagement.reads;

import java.util.concurrent.Executor;

import io.eventmanagement.bulkhead.FairBulkhead.Lane;

/**
 * One client request, as the caches see it.
 *
 * @param wish how old an answer it takes
 * @param lane in which it waits for room, should something have to be fetched
 * @param home where it is told what was fetched, whichever thread that came on
 * @param visit its dealings with what replicas share
 * @param awaitsOthers whether it waits for what another replica fetches just now
 */
public record ClientRequest(Freshness wish, Lane lane, Executor home, Visit visit, boolean awaitsOthers) {

    /** Where nothing is shared. */
    ClientRequest(Freshness wish, Lane lane, Executor home) {
        this(wish, lane, home, Visit.NONE, false);
    }

    /** The same request, for something else of which it takes answers of another age. */
    public ClientRequest with(Freshness other) {
        return new ClientRequest(other, lane, home, visit, awaitsOthers);
    }

    /** The same request, for something that it rather fetches itself than waits for. */
    public ClientRequest inHurry() {
        return new ClientRequest(wish, lane, home, visit, false);
    }
}
