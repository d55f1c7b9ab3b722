package io.eventmanagement.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7240. */
class PreferTest {

    private static Prefer read(String... lines) {
        return Prefer.read(List.of(lines));
    }

    @ParameterizedTest
    @ValueSource(strings = { "respond-async", "Respond-ASYNC", " respond-async\t", "respond-async, wait=5",
            "wait=5,respond-async",
            "wait=5 , \t respond-async", "foo, respond-async, bar=1", "respond-async; foo; bar=\"a,b\"", "respond-async ;foo",
            "respond-async=\"\"", "respond-async =", ",, ,respond-async,,", "foo=\"a,b\", respond-async",
            "foo=\"a\\\"\", respond-async", "foo=\"a\\\\\", respond-async", "foo; x=\"\\\",\", respond-async",
            "foo bar, respond-async", "foo=a b, respond-async", "=x, respond-async", "foo=\"a\"b, respond-async" })
    void whoWouldBeAnsweredLaterSaysSo(String line) {
        assertThat(read(line).respondAsync()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", ",", "respond", "respond-asynchronous", "x-respond-async", "return=minimal",
            "foo=respond-async", "foo; respond-async", "foo=\"a, respond-async\"", "foo=\"a, respond-async",
            "\"respond-async\"",
            "foo=\"a\\\", respond-async", "foo; x=\", respond-async, \"", "respond-async respond-async", "respond-async/" })
    void anythingElseIsNotThat(String line) {
        assertThat(read(line).respondAsync()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "wait=5 | 5", "WAIT=5 | 5", "wait = 5 | 5", "wait=\"5\" | 5", "wait=\"\\5\" | 5",
            "wait=0 | 0", "wait=5; foo=7 | 5", "wait=5, wait=7 | 5", "respond-async, wait=10 | 10", "wait=000000000012 | 12",
            "foo=\"wait=1\", wait=2 | 2", "wait=99999999999999999999 | 999999999" })
    void howLongSomebodyWouldWaitIsInSeconds(String line, long seconds) {
        assertThat(read(line).waiting()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = { "respond-async", "wait", "wait=", "wait=\"\"", "wait=-1", "wait=1.5", "wait=five", "wait=5s",
            "wait=٥",
            "foo; wait=5", "wait=five, wait=5", "wait=5 6" })
    void anythingElseDoesNotSayHowLong(String line) {
        assertThat(read(line).waiting()).isEmpty();
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(read("foo", "respond-async", "wait=3", "wait=4"))
                .isEqualTo(new Prefer(true, Optional.of(Duration.ofSeconds(3))));
        assertThat(read()).isEqualTo(new Prefer(false, Optional.empty()));
        // A quote ends with its field.
        assertThat(read("foo=\"", "respond-async").respondAsync()).isTrue();
    }

    /** With a pattern, the first took minutes and the others the stack. */
    @Test
    void whateverItIsItTakesNoLongerThanItIsLong() {
        int longest = 200_000;
        for (String part : List.of(",", "\"", "\\", "\"\\", "\",\"", "a=\"\\\"", ";", "\"\"", "a,", " ", "=")) {
            String line = part.repeat(longest / part.length());
            read(line);
            read("foo=\"" + line);
            assertThat(read("respond-async; foo=\"" + "x,".repeat(longest / 2) + "\"").respondAsync()).isTrue();
        }
    }
}
