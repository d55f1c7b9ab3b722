package io.eventmanagement.k8s;

import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Compares what a manifest says with what its model says after it was read: what is missing there is no field, and what has
 * become something else was of the wrong type. What the models don't know is held by {@link Values}.
 */
final class RoundTrip {

    private final BiConsumer<String, String> finding;

    /** @param finding is told the field and what is wrong with it */
    RoundTrip(BiConsumer<String, String> finding) {
        this.finding = finding;
    }

    void compare(String path, JsonNode given, JsonNode written) {
        if (given.isObject() && written.isObject()) {
            Values.missing(path, given).forEach(name -> finding.accept(path, "lacks " + name));
            given.properties().forEach(field -> {
                String inner = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                if (field.getValue().isNull()) {
                    finding.accept(inner, "has no value");
                } else if (!written.has(field.getKey())) {
                    finding.accept(inner, "there is no such field");
                } else if (!Values.isLabel(field.getKey())) {
                    finding.accept(inner, "there is no such label");
                } else {
                    compare(inner, field.getValue(), written.get(field.getKey()));
                }
            });
        } else if (given.isArray() && written.isArray() && given.size() == written.size()) {
            for (int i = 0; i < given.size(); i++) {
                compare(path + "[" + i + "]", given.get(i), written.get(i));
            }
        } else if (given.getNodeType() != written.getNodeType() || !given.asText().equals(written.asText())) {
            finding.accept(path, given + " is a " + type(given) + ", where a " + type(written) + " belongs");
        } else {
            Values.problem(path, given.asText()).ifPresent(problem -> finding.accept(path, problem));
        }
    }

    private static String type(JsonNode node) {
        return node.getNodeType().name().toLowerCase();
    }
}
