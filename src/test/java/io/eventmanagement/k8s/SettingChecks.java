package io.eventmanagement.k8s;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.eventmanagement.k8s.Overlay.Setting;
import io.eventmanagement.settings.SettingRules;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/** Whether the service would start with what its ConfigMap says. */
final class SettingChecks {

    private static final Map<String, String> PORTS = Map.of("http", "PORT", "management", "MANAGEMENT_PORT");

    /** Variables of Quarkus and of the JVM, which are none of the service's settings. */
    private static final Pattern OTHERS = Pattern.compile("(?i)(quarkus[._]|java_).*");

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
                container.getEnv().stream().filter(variable -> !OTHERS.matcher(variable.getName()).matches())
                        .forEach(variable -> settings.put(variable.getName(), setting(deployment, variable)));
                check(settings);
                checkUpstream(deployment, settings);
                container.getPorts().forEach(port -> checkPort(deployment, port, settings));
            }
        }
    }

    private static Setting setting(Manifest<Deployment> deployment, EnvVar variable) {
        return new Setting(deployment.file(), variable.getName(), variable.getValue() == null ? "" : variable.getValue());
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

    /** A host without a dot is a Service of the same namespace, and that is the stand-in. */
    private void checkUpstream(Manifest<Deployment> deployment, Map<String, Setting> settings) {
        Setting url = settings.get("EVENT_API_BASE_URL");
        if (url == null) {
            if (!settings.containsKey("EVENT_API_STAND_IN")) {
                deployment.report(findings, "EVENT_API_BASE_URL", "is set by no configMapGenerator of " + overlay.file());
            }
            return;
        }
        URI uri = URI.create(url.value());
        if (uri.getHost() == null || uri.getHost().contains(".")) {
            return;
        }
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        boolean there = overlay.named(Service.class, uri.getHost()).filter(service -> service.object().getSpec().getPorts()
                .stream().anyMatch(one -> one.getPort().equals(port))).isPresent();
        if (!there || !uri.getPath().equals("/event.com")) {
            findings.add(url.file(), url.name(),
                    url.value() + " is not http://SERVICE/event.com, with a Service of " + overlay.file() + " and its port");
        }
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
