package io.eventmanagement.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parts of a PromQL expression that have to fit what is scraped. Whatever isn't known to be a word of the language is taken
 * for a metric, so that one that is misspelt isn't overlooked.
 *
 * @param selectors each metric with what its labels must be
 * @param labels by which is grouped
 */
record Query(List<Selector> selectors, Set<String> labels) {

    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

    private static final Set<String> FUNCTIONS = Set.of("sum", "max", "min", "avg", "count", "rate", "increase",
            "histogram_quantile", "absent", "vector", "clamp_min", "time");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private static final Pattern PART = Pattern.compile(
            "(?<by>\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\((?<labels>[^)]*)\\))"
                    + "|(?<range>\\[[^\\]]*\\])|(?<function>" + NAME + "(?=\\s*\\(|\\s+(?:by|without)\\b))"
                    + "|(?<metric>" + NAME + ")\\s*(?<matchers>\\{(?:[^\"}]|\"[^\"]*\")*\\})?"
                    + "|(?<other>\\d+(?:\\.\\d+)?|[-+*/%^(),]|[=!<>]=?|\\s+)");

    private static final Pattern MATCHER = Pattern.compile("\\s*(" + NAME + ")\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"\\s*,?");

    /** What a series of the metric has to be like. */
    record Selector(String metric, List<Condition> conditions) {
    }

    record Condition(String label, String operator, String value) {

        boolean holds(String actual) {
            return switch (operator) {
                case "=" -> actual.equals(value);
                case "!=" -> !actual.equals(value);
                case "=~" -> actual.matches(value);
                default -> !actual.matches(value);
            };
        }
    }

    static Query parse(String expression) {
        List<Selector> selectors = new ArrayList<>();
        Set<String> labels = new TreeSet<>();
        Matcher part = PART.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            if (!part.find(at) || part.start() != at) {
                throw new IllegalArgumentException("not understood: " + expression.substring(at));
            }
            at = part.end();
            if (part.group("by") != null) {
                labels.addAll(Stream.of(part.group("labels").split(",")).map(String::strip).collect(Collectors.toSet()));
            } else if (part.group("function") != null && !FUNCTIONS.contains(part.group("function"))
                    && !WORDS.contains(part.group("function"))) {
                throw new IllegalArgumentException("no such function: " + part.group("function"));
            } else if (part.group("metric") != null && !WORDS.contains(part.group("metric"))) {
                selectors.add(new Selector(part.group("metric"), conditions(part.group("matchers"))));
            }
        }
        return new Query(selectors, labels);
    }

    private static List<Condition> conditions(String matchers) {
        List<Condition> conditions = new ArrayList<>();
        String inner = matchers == null ? "" : matchers.substring(1, matchers.length() - 1);
        Matcher matcher = MATCHER.matcher(inner);
        int at = 0;
        while (at < inner.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("not understood: " + matchers);
            }
            at = matcher.end();
            conditions.add(new Condition(matcher.group(1), matcher.group(2), matcher.group(3)));
        }
        return conditions;
    }
}
