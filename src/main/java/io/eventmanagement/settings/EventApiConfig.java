package io.eventmanagement.settings;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Where event.com is, and how it is called. */
@ConfigMapping(prefix = "event-api")
public interface EventApiConfig {

    @Form(TextForm.HTTP_URL)
    Optional<String> baseUrl();

    /** Whether the stand-in is served, and called while there is no base URL. In dev mode it is while there is none. */
    Optional<Boolean> standIn();

    /** To connect to one address. */
    @WithName("connect-timeout-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("1000")
    @Limits(min = 1, max = Limits.TEN_MINUTES)
    Duration connectTimeout();

    /** Each try of a read, from its first byte sent to its last byte received. */
    @WithName("read-timeout-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("2000")
    @Limits(min = 1, max = Limits.TEN_MINUTES)
    Duration readTimeout();

    /** The one try of adding an event. */
    @WithName("add-timeout-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("3000")
    @Limits(min = 1, max = Limits.TEN_MINUTES)
    Duration addTimeout();

    /** One client's request as a whole, waiting and retries included. */
    @WithName("deadline-ms")
    @WithConverter(Milliseconds.class)
    @WithDefault("10000")
    @Limits(min = 1, max = Limits.TEN_MINUTES)
    Duration deadline();

    /** Whether the number of calls under way follows what event.com shows. */
    @WithDefault("adaptive")
    Concurrency concurrency();

    /** Calls to event.com under way at the same time, for the whole service: the most, or the fixed number. */
    @WithDefault("1024")
    @Limits(min = 1, max = 10_000)
    int maxConcurrency();

    /** The least that the adaptive number may be; at most the most. */
    @WithDefault("8")
    @Limits(min = 1, max = 10_000)
    int minConcurrency();

    /** The percentile of an operation's latest times after which a read is tried a second time. 0 is never. */
    @WithDefault("0")
    @Form(TextForm.PERCENTILE)
    double hedgePercentile();

    /** Requests that may wait for one of those calls to end; further ones are refused. */
    @WithDefault("10000")
    @Limits(min = 1, max = 1_000_000)
    int maxWaiting();

    /** The longest answer that is read from event.com, and the longest that is put together from several, in KiB. */
    @WithDefault("32768")
    @Limits(min = 1, max = 1_000_000)
    int maxAnswerKb();

    /** Whether an open circuit takes this replica out of service. */
    @WithDefault("false")
    boolean readinessGate();
}
