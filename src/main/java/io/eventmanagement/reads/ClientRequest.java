package io.eventmanagement.reads;

import java.util.concurrent.Executor;

import io.eventmanagement.bulkhead.FairBulkhead.Lane;

/**
 * One client request, as the caches see it.
 *
 * @param wish how old an answer it takes
 * @param lane in which it waits for room, should something have to be fetched
 * @param home where it is told what was fetched, whichever thread that came on
 */
public record ClientRequest(Freshness wish, Lane lane, Executor home) {
}
