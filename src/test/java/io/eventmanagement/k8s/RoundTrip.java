package io.eventmanagement.k8s;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Compares what a manifest says with what its model says after it was read: what is missing there is no field, and what has
 * become something else was of the wrong type. The models know words and quantities as strings only; these are held here.
 */
final class RoundTrip {

    /** As in k8s.io/apimachinery/pkg/api/resource. */
    private static final Pattern QUANTITY = Pattern
            .compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?");

    private static final Pattern BYTES = Pattern.compile("\\d+([KMGTPE]i|[kMGTPE])?");

    private static final Pattern COUNT_OR_SHARE = Pattern.compile("\\d+%?");

    private static final Map<String, Pattern> VALUES = Map.ofEntries(
            Map.entry("cpu", QUANTITY),
            Map.entry("memory", BYTES),
            Map.entry("ephemeral-storage", BYTES),
            Map.entry("sizeLimit", BYTES),
            Map.entry("maxUnavailable", COUNT_OR_SHARE),
            Map.entry("minAvailable", COUNT_OR_SHARE),
            Map.entry("maxSurge", COUNT_OR_SHARE),
            Map.entry("imagePullPolicy", Pattern.compile("Always|IfNotPresent|Never")),
            Map.entry("protocol", Pattern.compile("TCP|UDP|SCTP")),
            Map.entry("whenUnsatisfiable", Pattern.compile("DoNotSchedule|ScheduleAnyway")),
            Map.entry("unhealthyPodEvictionPolicy", Pattern.compile("AlwaysAllow|IfHealthyBudget")),
            Map.entry("pathType", Pattern.compile("Prefix|Exact|ImplementationSpecific")),
            Map.entry("policyTypes", Pattern.compile("Ingress|Egress")),
            Map.entry("behavior", Pattern.compile("create|merge|replace")));

    private final BiConsumer<String, String> finding;

    /** @param finding is told the field and what is wrong with it */
    RoundTrip(BiConsumer<String, String> finding) {
        this.finding = finding;
    }

    void compare(String path, JsonNode given, JsonNode written) {
        if (given.isObject() && written.isObject()) {
            given.properties().forEach(field -> {
                String inner = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                if (field.getValue().isNull()) {
                    finding.accept(inner, "has no value");
                } else if (!written.has(field.getKey())) {
                    finding.accept(inner, "there is no such field");
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
            checkValue(path, given.asText());
        }
    }

    private void checkValue(String path, String value) {
        String name = path.replaceAll("\\[\\d+]$", "").replaceAll(".*\\.", "");
        Pattern allowed = VALUES.get(name);
        if (allowed != null && !allowed.matcher(value).matches()) {
            finding.accept(path, value + " can't be; what can matches " + allowed);
        }
    }

    private static String type(JsonNode node) {
        return node.getNodeType().name().toLowerCase();
    }
}
