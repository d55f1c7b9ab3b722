package io.eventmanagement.reads;

/**
 * What a cache did since the start, and what it holds now.
 *
 * @param bytes that the entries take, about
 * @param hits reads that were answered from it, fresh
 * @param misses reads for which the source was asked
 * @param stale reads that were answered with the last good answer, since no newer one could be had
 * @param shared reads that waited for a call that another had begun
 * @param redis of the fresh and the stale, those that a look-up in Redis brought
 */
public record CacheCounts(String name, long entries, long bytes, long hits, long misses, long stale, long shared, long redis) {
}
