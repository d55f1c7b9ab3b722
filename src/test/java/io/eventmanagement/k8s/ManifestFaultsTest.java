package io.eventmanagement.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault at a time is put into a copy of {@code k8s/}, and has to be named. */
class ManifestFaultsTest {

    private static final ManifestFiles FILES = ManifestFiles.read();

    private static final String DEPLOYMENT = "base/deployment.yaml";
    private static final String SERVICE = "base/service.yaml";
    private static final String BUDGET = "base/pod-disruption-budget.yaml";
    private static final String AUTOSCALER = "base/horizontal-pod-autoscaler.yaml";
    private static final String POLICY = "base/network-policy.yaml";
    private static final String BASE = "base/kustomization.yaml";
    private static final String MONITOR = "components/monitoring/service-monitor.yaml";
    private static final String INGRESS = "components/ingress/ingress.yaml";
    private static final String DEMO = "overlays/demo/settings.env";
    private static final String PROD = "overlays/prod/kustomization.yaml";

    /** @param naming what the finding has to say: the field, and what is wrong with it */
    private static Arguments fault(String file, String words, String others, String... naming) {
        return arguments(file, words, others, List.of(naming));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                fault(DEPLOYMENT, "readinessProbe:", "readynessProbe:", "containers[0].readynessProbe", "no such field"),
                fault(DEPLOYMENT, "revisionHistoryLimit", "revisionHistoryLimits", "spec.revisionHistoryLimits"),
                fault(DEPLOYMENT, "              sleep:", "              slep:", "preStop.slep", "no such field"),
                fault(POLICY, "policyTypes:", "policyType:", "spec.policyType"),
                fault(MONITOR, "jobLabel", "joblabel", "spec.joblabel"),
                fault("components/monitoring/prometheus-rule.yaml", "for: 2m", "fro: 2m", "groups[0].rules[0].fro"),
                fault(PROD, "newTag", "newTags", "images[0].newTags"),
                fault(PROD, "components:", "component:", "component: there is no such field"),
                fault(AUTOSCALER, "  minReplicas: 2", "  minReplicas: 2\n  minReplicas: 3", "line",
                        "Duplicate field 'minReplicas'"),
                fault(SERVICE, "spec:", "spec", "line"),
                fault(BUDGET, "  name: event-management\n", "", "metadata.name", "there is none"),
                fault(INGRESS, "            pathType: Prefix\n", "", "paths[0]", "lacks pathType"),
                fault(AUTOSCALER, "app.kubernetes.io/name", "app.kubernetes.io/nam", "app.kubernetes.io/nam", "no such label"));
    }

    static Stream<Arguments> types() {
        return Stream.of(
                fault("overlays/demo/stand-in.yaml", "replicas: 1", "replicas: two", "spec.replicas", "two"),
                fault("overlays/demo/stand-in.yaml", "replicas: 1", "replicas: \"1\"", "spec.replicas", "string"),
                fault(DEPLOYMENT, "- ALL", "- 1", "capabilities.drop[0]", "number"),
                fault(DEPLOYMENT, "runAsNonRoot: true", "runAsNonRoot: 1", "securityContext.runAsNonRoot"),
                fault(DEPLOYMENT, "              cpu: 250m", "              cpu: 250mm", "requests.cpu", "250mm"),
                fault(DEPLOYMENT, "sizeLimit: 64Mi", "sizeLimit: 64MB", "emptyDir.sizeLimit", "64MB"),
                // Half a byte.
                fault(DEPLOYMENT, "memory: 512Mi", "memory: 512m", "memory", "512m"),
                fault(DEPLOYMENT, "imagePullPolicy: IfNotPresent", "imagePullPolicy: IfAbsent", "imagePullPolicy", "IfAbsent"),
                fault(BUDGET, "maxUnavailable: 1", "maxUnavailable: one", "spec.maxUnavailable", "one"),
                fault(DEPLOYMENT, "topologyKey: kubernetes.io/hostname", "topologyKey: kubernetes.io/host", "topologyKey",
                        "host"),
                fault(POLICY, "protocol: UDP", "protocol: UPD", "protocol", "UPD"));
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                fault(DEPLOYMENT, "kind: Deployment", "kind: Deploymnt", "kind", "apps/v1 Deploymnt"),
                fault(AUTOSCALER, "apiVersion: autoscaling/v2", "apiVersion: autoscaling/v3", "apiVersion", "autoscaling/v3"),
                fault("components/ingress/kustomization.yaml", "kind: Component", "kind: Part", "kind", "Part"));
    }

    static Stream<Arguments> names() {
        return Stream.of(
                fault(DEPLOYMENT, "path: /q/health/live\n              port: management",
                        "path: /q/health/live\n              port: mangement", "livenessProbe.httpGet.port", "mangement"),
                fault(DEPLOYMENT, "path: /q/health/ready\n              port: management",
                        "path: /q/health/ready\n              port: http", "readinessProbe.httpGet.port", "http"),
                fault(DEPLOYMENT, "path: /q/health/started", "path: /health/started", "startupProbe.httpGet.path",
                        "/health/started"),
                fault(DEPLOYMENT, "containerPort: 3000", "containerPort: 8080", "containers.ports http", "8080"),
                fault(DEPLOYMENT, "image: event-management", "image: event-managment", "containers.image", "event-managment"),
                fault(DEPLOYMENT, "serviceAccountName: event-management", "serviceAccountName: events", "serviceAccountName",
                        "events"),
                fault(DEPLOYMENT, "configMapRef:\n                name: event-management",
                        "configMapRef:\n                name: settings", "envFrom.configMapRef.name", "settings"),
                fault(SERVICE, "targetPort: http", "targetPort: https", "spec.ports.targetPort", "https"),
                fault(AUTOSCALER, "    kind: Deployment\n    name: event-management", "    kind: Deployment\n    name: events",
                        "spec.scaleTargetRef", "events"),
                fault(AUTOSCALER, "    apiVersion: apps/v1", "    apiVersion: apps/v2", "spec.scaleTargetRef", "apps/v2"),
                fault(POLICY, "port: http", "port: web", "spec.ingress.ports.port", "web"),
                fault("overlays/demo/stand-in-network-policy.yaml", "port: 3000", "port: 80", "spec.egress.ports.port", "80"),
                fault(MONITOR, "port: management", "port: metrics", "spec.endpoints.port", "metrics"),
                fault("components/monitoring/prometheus-rule.yaml", "up{job=\"event-management\"} == 0",
                        "up{job=\"events\"} == 0", "EventManagementDown expr", "events"),
                fault(INGRESS, "name: event-management\n                port",
                        "name: events\n                port", "backend.service", "events"),
                fault(INGRESS, "name: http", "name: web", "backend.service", "web"),
                fault("overlays/prod/replicas.yaml", "name: event-management", "name: events", "events", "to be patched"),
                fault(BASE, "  - service.yaml", "  - service.yaml\n  - service.yaml", "resources[4]",
                        "Service event-management"),
                fault(PROD, "- name: event-management\n    newName", "- name: events\n    newName", "containers.image",
                        "event-management"),
                fault(PROD, "example.com/event-management", "example.com/events", "images.newName", "events"));
    }

    static Stream<Arguments> selectors() {
        return Stream.of(
                fault(SERVICE, "selector:\n    app.kubernetes.io/name: event-management",
                        "selector:\n    app.kubernetes.io/name: events", "spec.selector", "events", "nothing"),
                fault(BUDGET, "matchLabels:\n      app.kubernetes.io/name: event-management",
                        "matchLabels:\n      app: event-management", "spec.selector", "app=event-management"),
                fault(POLICY, "matchLabels:\n      app.kubernetes.io/name: event-management",
                        "matchLabels:\n      app.kubernetes.io/name: events", "spec.podSelector", "events"),
                fault(DEPLOYMENT, "  selector:\n    matchLabels:\n      app.kubernetes.io/name: event-management",
                        "  selector:\n    matchLabels:\n      app.kubernetes.io/name: events", "spec.selector", "events"),
                fault(DEPLOYMENT,
                        "labelSelector:\n            matchLabels:\n              app.kubernetes.io/name: event-management",
                        "labelSelector:\n            matchLabels:\n              app.kubernetes.io/name: events",
                        "topologySpreadConstraints.labelSelector", "events"),
                // Found by the service's own selector.
                fault("overlays/demo/stand-in.yaml", "app.kubernetes.io/name: event-com-stand-in",
                        "app.kubernetes.io/name: event-management", "spec.selector", "event-com-stand-in"));
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                fault(DEPLOYMENT, "          envFrom:", "          env:\n            - name: SHARE_READ\n          envFrom:",
                        "SHARE_READ",
                        "no such setting"),
                fault(DEMO, "EVENT_API_BASE_URL", "EVENT_API_URL", "EVENT_API_URL", "no such setting"),
                fault(DEMO, "http://event-com-stand-in", "http://stand-in", "EVENT_API_BASE_URL", "http://stand-in/"),
                fault(DEMO, "http://event-com-stand-in", "event-com-stand-in", "EVENT_API_BASE_URL", "http or https URL"),
                fault("overlays/demo/stand-in.env", "=true", "=yes", "EVENT_API_STAND_IN=yes", "true or false"),
                fault("overlays/demo/stand-in.env", "=true", "", "EVENT_API_STAND_IN", "has no value"),
                fault(BASE, "PORT=3000", "PORT=99999", "PORT=99999"),
                fault(BASE, "PORT=9000", "PORT=9000\n      - SHUTDOWN_DELAY_MS=5s", "SHUTDOWN_DELAY_MS=5s", "whole number"));
    }

    static Stream<Arguments> runs() {
        return Stream.of(
                fault(DEPLOYMENT, "maxUnavailable: 0", "maxUnavailable: 1", "rollingUpdate.maxUnavailable", "0"),
                fault(DEPLOYMENT, "periodSeconds: 2", "periodSeconds: 5", "readinessProbe.periodSeconds", "SHUTDOWN_DELAY_MS"),
                fault(DEPLOYMENT, "enableServiceLinks: false", "enableServiceLinks: true", "enableServiceLinks"),
                fault(POLICY, "    - Egress\n", "", "spec.policyTypes", "Ingress"),
                fault(POLICY, "port: 443", "port: https", "spec.egress.ports.port", "https"),
                fault(DEPLOYMENT, "terminationGracePeriodSeconds: 40", "terminationGracePeriodSeconds: 30",
                        "terminationGracePeriodSeconds", "30"),
                fault(DEPLOYMENT, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "readOnlyRootFilesystem"),
                fault(DEPLOYMENT, "          emptyDir:\n            sizeLimit: 64Mi",
                        "          hostPath:\n            path: /tmp",
                        "volumes"),
                fault(DEPLOYMENT, "mountPath: /tmp", "mountPath: /temp", "volumeMounts.mountPath", "/tmp"),
                fault(DEPLOYMENT, "              memory: 512Mi\n            limits",
                        "              memory: 1Gi\n            limits",
                        "resources.requests.memory", "more than the limit"),
                fault("base/namespace.yaml", "/enforce: restricted", "/enforce: baseline", "metadata.labels"));
    }

    /** Which of two files is wrong can't be known; the finding is in the other one. */
    static Stream<Arguments> conflicts() {
        return Stream.of(
                fault("components/monitoring/metrics-service.yaml", "component: metrics", "component: measures",
                        MONITOR, "spec.selector", "component=metrics"),
                fault(BASE, "MANAGEMENT_PORT=9000", "MANAGEMENT_PORT=9000\n      - SHUTDOWN_TIMEOUT_MS=60000",
                        DEPLOYMENT, "terminationGracePeriodSeconds", "70", "SHUTDOWN_TIMEOUT_MS"),
                fault("overlays/prod/settings.env", "#OIDC_ENABLED", "OIDC_ENABLED",
                        PROD, "OIDC_ISSUER isn't set", "OIDC_ENABLED=true"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("conflicts")
    void theConflictIsNamed(String file, String words, String others, List<String> naming) {
        assertThat(Manifests.check(FILES.replace(file, words, others)))
                .anySatisfy(finding -> assertThat(finding).contains(naming));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource({ "fields", "types", "kinds", "names", "selectors", "settings", "runs" })
    void theFaultIsNamed(String file, String words, String others, List<String> naming) {
        List<String> findings = Manifests.check(FILES.replace(file, words, others));

        assertThat(findings).anySatisfy(finding -> assertThat(finding).contains(file).contains(naming));
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThat(Manifests.check(FILES.without(POLICY)))
                .anySatisfy(finding -> assertThat(finding).startsWith(BASE).contains("resources[6]", "network-policy.yaml"));
        assertThat(Manifests.check(FILES.without("components/ingress/kustomization.yaml")))
                .anySatisfy(finding -> assertThat(finding).startsWith(PROD).contains("components[1]", "ingress"));
        assertThat(Manifests.check(FILES.without(DEMO))).anySatisfy(
                finding -> assertThat(finding).startsWith("overlays/demo/kustomization.yaml").contains("settings.env"));
        assertThat(Manifests.check(FILES.without("components/monitoring/dashboard.json")))
                .anySatisfy(finding -> assertThat(finding).contains("dashboard.json"));
        assertThat(Manifests.check(FILES.without("overlays/prod/replicas.yaml")))
                .anySatisfy(finding -> assertThat(finding).startsWith(PROD).contains("replicas.yaml"));
    }

    @Test
    void aFileThatNobodyUsesIsNamed() {
        assertThat(Manifests.check(FILES.with("base/secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n")))
                .containsExactly("base/secret.yaml: all of it: no kustomization uses it");
    }
}
