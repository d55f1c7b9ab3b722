package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long event.com asks to be left alone. */
class RetryAfterDateTest {

    private static final Instant HERE = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "7|", "' 7 '|", "0|", "999999999|", "-1|", "7.5|", "soon|", "''|", "9999999999|",
            "Thu, 01 Jan 2026 00:00:07 GMT|", "Thu, 01 Jan 2026 00:00:07 GMT|not a date",
            "Thu, 01 Jan 2026 01:00:07 GMT|Thu, 01 Jan 2026 01:00:00 GMT",
            "'Thursday, 01-Jan-26 00:00:07 GMT'|", "Thu Jan  1 00:00:07 2026|",
            "Wed, 31 Dec 2025 23:59:59 GMT|", "Fri, 01 Jan 2100 00:00:00 GMT|" })
    void isTakenInSecondsOrAsADate(String retryAfter, String date) {
        Duration wait = StatusMapper.retryAfter(retryAfter, date, HERE);

        assertThat(wait).isEqualTo(switch (retryAfter) {
            case "0", "Wed, 31 Dec 2025 23:59:59 GMT" -> Duration.ZERO;
            case "999999999", "Fri, 01 Jan 2100 00:00:00 GMT" -> Duration.ofDays(1);
            case "-1", "7.5", "soon", "", "9999999999" -> null;
            default -> Duration.ofSeconds(7);
        });
    }
}
