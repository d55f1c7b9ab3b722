package io.eventmanagement.k8s;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** What the API server knows of fields and the models don't: words, quantities, and what can't be left out. */
final class Values {

    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    /** As in k8s.io/apimachinery/pkg/api/resource. */
    private static final String QUANTITY = "[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?";

    private static final String BYTES = "\\d+([KMGTPE]i|[kMGTPE])?";

    private static final String COUNT_OR_SHARE = "\\d+%?";

    /** By the end of the field's path. */
    private static final Map<String, String> ALLOWED = Map.ofEntries(
            Map.entry("cpu", QUANTITY),
            Map.entry("memory", BYTES),
            Map.entry("ephemeral-storage", BYTES),
            Map.entry("sizeLimit", BYTES),
            Map.entry("maxUnavailable", COUNT_OR_SHARE),
            Map.entry("minAvailable", COUNT_OR_SHARE),
            Map.entry("maxSurge", COUNT_OR_SHARE),
            Map.entry("metadata.name", "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"),
            Map.entry("imagePullPolicy", "Always|IfNotPresent|Never"),
            Map.entry("protocol", "TCP|UDP|SCTP"),
            Map.entry("appProtocol", "https?"),
            Map.entry("clusterIP", "None"),
            Map.entry("whenUnsatisfiable", "DoNotSchedule|ScheduleAnyway"),
            Map.entry("topologyKey", "kubernetes\\.io/hostname|topology\\.kubernetes\\.io/(zone|region)"),
            Map.entry("matchLabelKeys", "pod-template-hash"),
            Map.entry("unhealthyPodEvictionPolicy", "AlwaysAllow|IfHealthyBudget"),
            Map.entry("pathType", "Prefix|Exact|ImplementationSpecific"),
            Map.entry("policyTypes", "Ingress|Egress"),
            Map.entry("interval", "\\d+(ms|s|m|h)"),
            Map.entry("strategy.type", "RollingUpdate|Recreate"),
            Map.entry("metrics.type", "Resource|ContainerResource|Pods|Object|External"),
            Map.entry("metrics.resource.name", "cpu|memory"),
            Map.entry("target.type", "Utilization|AverageValue|Value"),
            Map.entry("policies.type", "Pods|Percent"),
            Map.entry("spec.type", "ClusterIP|NodePort|LoadBalancer|ExternalName"),
            Map.entry("enforce-version", "latest|v1\\.\\d+"),
            Map.entry("pod-security.kubernetes.io/warn", "restricted|baseline|privileged"),
            Map.entry("pod-security.kubernetes.io/audit", "restricted|baseline|privileged"),
            Map.entry("configMapGenerator.behavior", "create|merge|replace"));

    /** Likewise. */
    private static final Map<String, List<String>> NEEDED = Map.ofEntries(
            Map.entry("containers", List.of("name", "image")),
            Map.entry("containers.ports", List.of("name", "containerPort")),
            Map.entry("spec.ports", List.of("name", "port", "targetPort")),
            Map.entry("volumeMounts", List.of("name", "mountPath")),
            Map.entry("topologySpreadConstraints", List.of("maxSkew", "topologyKey", "whenUnsatisfiable", "labelSelector")),
            Map.entry("scaleTargetRef", List.of("apiVersion", "kind", "name")),
            Map.entry("metrics", List.of("type")),
            Map.entry("metrics.resource", List.of("name", "target")),
            Map.entry("metrics.resource.target", List.of("type", "averageUtilization")),
            Map.entry("policies", List.of("type", "value", "periodSeconds")),
            Map.entry("paths", List.of("path", "pathType", "backend")),
            Map.entry("configMapGenerator", List.of("name")),
            Map.entry("images", List.of("name")));

    private static final Set<String> LABELS = Set.of("app.kubernetes.io/name", "app.kubernetes.io/component",
            "app.kubernetes.io/part-of", "app.kubernetes.io/instance", "app.kubernetes.io/version",
            "kubernetes.io/metadata.name", "pod-security.kubernetes.io/enforce", "pod-security.kubernetes.io/enforce-version",
            "pod-security.kubernetes.io/warn", "pod-security.kubernetes.io/audit");

    private Values() {
    }

    private static String names(String path) {
        return "." + INDEX.matcher(path).replaceAll("");
    }

    private static boolean endsWith(String names, String end) {
        return names.endsWith(end) && ("./".indexOf(names.charAt(names.length() - end.length() - 1)) >= 0);
    }

    /** What is wrong with the value of a field. */
    static Optional<String> problem(String path, String value) {
        String names = names(path);
        return ALLOWED.entrySet().stream().filter(allowed -> endsWith(names, allowed.getKey()))
                .filter(allowed -> !value.matches(allowed.getValue())).findFirst()
                .map(allowed -> value + " can't be; what can matches " + allowed.getValue());
    }

    /** The fields that an object lacks. */
    static List<String> missing(String path, JsonNode object) {
        String names = names(path);
        return NEEDED.entrySet().stream().filter(needed -> endsWith(names, needed.getKey()))
                .flatMap(needed -> needed.getValue().stream()).filter(name -> !object.has(name)).toList();
    }

    /** Whether a name that looks like one of Kubernetes' labels is one. */
    static boolean isLabel(String name) {
        return !name.contains("kubernetes.io/") || LABELS.contains(name);
    }
}
