package io.eventmanagement.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    @Test
    void findsEachMetricWithItsLabels() {
        Query query = Query.parse(
                "sum by (le, uri) (rate(a_bucket{x=\"1}\", y!~\"or|2\"}[5m])) / b > 0.5 and max(c{}) - vector(0) or d == 1");

        assertThat(query.selectors()).extracting(Query.Selector::metric).containsExactly("a_bucket", "b", "c", "d");
        assertThat(query.selectors().get(0).conditions()).containsExactly(new Query.Condition("x", "=", "1}"),
                new Query.Condition("y", "!~", "or|2"));
        assertThat(query.labels()).containsExactly("le", "uri");
    }

    @ParameterizedTest
    @ValueSource(strings = { "sun(a)", "rate(a{b=c}[5m])", "a ? b", "a{b=\"c\"" })
    void refusesWhatItDoesNotUnderstand(String expression) {
        assertThatThrownBy(() -> Query.parse(expression)).isInstanceOf(IllegalArgumentException.class);
    }
}
