package io.eventmanagement.metrics;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.restassured.response.Response;

/** What Prometheus reads at one moment: each series as it is written, with its value. */
record Scrape(Map<String, Double> series) {

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{.*})? (\\S+)");

    static Scrape of(URL metrics) {
        Response response = get(metrics);
        assertThat(response.statusCode()).isEqualTo(200);
        Map<String, Double> series = new TreeMap<>();
        response.asString().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher parts = LINE.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            series.put(parts.group(1) + (parts.group(2) == null ? "" : parts.group(2)), Double.valueOf(parts.group(3)));
        });
        return new Scrape(series);
    }

    static String name(String series) {
        return series.contains("{") ? series.substring(0, series.indexOf('{')) : series;
    }

    /** The names that a query may use. */
    Set<String> names() {
        return series.keySet().stream().map(Scrape::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The series that this service makes itself; the JVM's come and go, with its garbage collector's reasons for example. */
    Set<String> ours() {
        return series.keySet().stream().filter(name -> !name.matches("(jvm|process|system|netty)_.*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param labels such as {@code circuit="add-event"}; the series that have all of them are added up */
    double sum(String name, String... labels) {
        return series.entrySet().stream().filter(one -> name(one.getKey()).equals(name))
                .filter(one -> Set.of(labels).stream().allMatch(one.getKey()::contains))
                .mapToDouble(Map.Entry::getValue).sum();
    }
}
