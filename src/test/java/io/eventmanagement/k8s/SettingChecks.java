package io.eventmanagement.k8s;

import java.util.Map;
import java.util.TreeMap;

import io.eventmanagement.k8s.Overlay.Setting;
import io.eventmanagement.settings.SettingRules;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/** Whether the service would start with what its ConfigMap says. */
final class SettingChecks {

    private static final Map<String, String> PORTS = Map.of("http", "PORT", "management", "MANAGEMENT_PORT");

    private final Overlay overlay;
    private final Findings findings;

    SettingChecks(Overlay overlay, Findings findings) {
        this.overlay = overlay;
        this.findings = findings;
    }

    void check() {
        for (Manifest<Deployment> deployment : overlay.all(Deployment.class)) {
            for (Container container : deployment.object().getSpec().getTemplate().getSpec().getContainers()) {
                Map<String, Setting> settings = new TreeMap<>();
                for (EnvFromSource source : container.getEnvFrom()) {
                    settings.putAll(settings(deployment, source));
                }
                check(settings);
                container.getPorts().forEach(port -> checkPort(deployment, port, settings));
            }
        }
    }

    private Map<String, Setting> settings(Manifest<Deployment> deployment, EnvFromSource source) {
        String name = source.getConfigMapRef() == null ? "" : source.getConfigMapRef().getName();
        if (!overlay.configMaps().containsKey(name)) {
            deployment.report(findings, "envFrom.configMapRef.name",
                    name + " is no configMapGenerator's name " + overlay.configMaps().keySet());
        }
        return overlay.configMaps().getOrDefault(name, Map.of());
    }

    private void check(Map<String, Setting> settings) {
        Map<String, String> values = new TreeMap<>();
        settings.values().forEach(setting -> SettingRules.problem(setting.name(), setting.value()).ifPresentOrElse(
                problem -> findings.add(setting.file(), setting.name(), problem),
                () -> values.put(setting.name(), setting.value())));
        SettingRules.problemsTogether(values)
                .forEach(problem -> findings.add(overlay.file(), "configMapGenerator", problem));
    }

    /** What the container says of its ports is only said; the service listens where its settings say. */
    private void checkPort(Manifest<Deployment> deployment, ContainerPort port, Map<String, Setting> settings) {
        String name = PORTS.get(port.getName());
        if (name == null) {
            deployment.report(findings, "containers.ports.name",
                    port.getName() + " is none of the service's " + new TreeMap<>(PORTS).keySet());
            return;
        }
        String value = settings.containsKey(name) ? settings.get(name).value() : SettingRules.inProduction(name);
        if (!value.equals(String.valueOf(port.getContainerPort()))) {
            deployment.report(findings, "containers.ports " + port.getName(),
                    port.getContainerPort() + ", but " + name + " is " + value);
        }
    }
}
