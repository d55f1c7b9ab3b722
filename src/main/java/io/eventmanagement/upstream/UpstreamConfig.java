package io.eventmanagement.upstream;

import java.time.Duration;

import io.eventmanagement.settings.Milliseconds;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithName;

/** How event.com is called. Defaults are in {@code application.properties}, the limits of each value in the settings check. */
@ConfigMapping(prefix = "")
public interface UpstreamConfig {

    /** Each try of a read, from its first byte sent to its last byte received. */
    @WithName("EVENT_API_READ_TIMEOUT_MS")
    @WithConverter(Milliseconds.class)
    Duration readTimeout();

    /** The one try of adding an event. */
    @WithName("EVENT_API_ADD_TIMEOUT_MS")
    @WithConverter(Milliseconds.class)
    Duration addTimeout();

    /** One client's request as a whole, waiting and retries included. */
    @WithName("EVENT_API_DEADLINE_MS")
    @WithConverter(Milliseconds.class)
    Duration deadline();

    /** Calls to event.com under way at the same time, for the whole service. */
    @WithName("EVENT_API_MAX_CONCURRENCY")
    int maxConcurrency();

    /** Requests that may wait for one of those calls to end; further ones are refused. */
    @WithName("EVENT_API_MAX_WAITING")
    int maxWaiting();

    /** The longest answer that is read from event.com, and the longest that is put together from several, in KiB. */
    @WithName("EVENT_API_MAX_ANSWER_KB")
    int maxAnswerKb();
}
