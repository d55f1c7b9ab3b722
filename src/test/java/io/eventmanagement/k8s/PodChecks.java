package io.eventmanagement.k8s;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.eventmanagement.settings.SettingRules;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Image;

/** Whether a Deployment's pods start, are asked for their health, and end as they should. */
final class PodChecks {

    private final Overlay overlay;
    private final Findings findings;
    private Manifest<Deployment> deployment;

    PodChecks(Overlay overlay, Findings findings) {
        this.overlay = overlay;
        this.findings = findings;
    }

    void check() {
        for (Manifest<Deployment> each : overlay.all(Deployment.class)) {
            deployment = each;
            PodSpec pod = each.object().getSpec().getTemplate().getSpec();
            checkAccount(pod);
            for (Container container : pod.getContainers()) {
                checkImage(container);
                checkProbe(container, "startupProbe", container.getStartupProbe(), "/q/health/started");
                checkProbe(container, "livenessProbe", container.getLivenessProbe(), "/q/health/live");
                checkProbe(container, "readinessProbe", container.getReadinessProbe(), "/q/health/ready");
                checkResources(container.getResources());
                checkMounts(pod, container);
                checkEnd(pod, container);
            }
        }
    }

    private void report(String field, String what) {
        deployment.report(findings, field, what);
    }

    private void checkAccount(PodSpec pod) {
        String name = pod.getServiceAccountName();
        if (name != null && overlay.named(ServiceAccount.class, name).isEmpty()) {
            report("serviceAccountName", "there is no ServiceAccount " + name);
        }
    }

    /** The image is named once; each overlay says where it comes from, and which one. */
    private void checkImage(Container container) {
        List<Image> images = overlay.images().stream().filter(image -> image.getName().equals(container.getImage())).toList();
        if (images.size() != 1) {
            report("containers.image", container.getImage() + " is named " + images.size() + " times by the images of "
                    + overlay.file() + ", and should be once");
        }
        for (Image image : images) {
            String newName = image.getNewName() == null ? image.getName() : image.getNewName();
            if (!newName.endsWith("/" + container.getImage()) && !newName.equals(container.getImage())) {
                findings.add(overlay.file(), "images.newName", newName + " is not " + container.getImage());
            }
            if (image.getNewTag() == null && image.getDigest() == null) {
                findings.add(overlay.file(), "images.newTag", "there is none");
            }
        }
    }

    static Set<String> ports(Container container) {
        return container.getPorts().stream().map(ContainerPort::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private void checkProbe(Container container, String field, Probe probe, String path) {
        if (probe == null || probe.getHttpGet() == null) {
            report(field + ".httpGet", "there is none");
            return;
        }
        IntOrString port = probe.getHttpGet().getPort();
        if (port == null || !"management".equals(port.getStrVal()) || !ports(container).contains(port.getStrVal())) {
            report(field + ".httpGet.port", (port == null ? null : port.getValue())
                    + " is not the container's port management; it has " + ports(container));
        }
        if (!path.equals(probe.getHttpGet().getPath())) {
            report(field + ".httpGet.path", probe.getHttpGet().getPath() + " is not " + path);
        }
    }

    private void checkResources(ResourceRequirements resources) {
        Map<String, Quantity> requests = resources == null ? Map.of() : resources.getRequests();
        Map<String, Quantity> limits = resources == null ? Map.of() : resources.getLimits();
        for (String needed : List.of("cpu", "memory")) {
            if (!requests.containsKey(needed)) {
                report("resources.requests." + needed, "there is none");
            }
        }
        if (!limits.containsKey("memory")) {
            report("resources.limits.memory", "there is none");
        }
        limits.forEach((name, limit) -> {
            BigDecimal bytes = limit.getNumericalAmount();
            if (requests.containsKey(name) && requests.get(name).getNumericalAmount().compareTo(bytes) > 0) {
                report("resources.requests." + name, requests.get(name) + " is more than the limit " + limit);
            }
        });
    }

    private void checkMounts(PodSpec pod, Container container) {
        Set<String> volumes = pod.getVolumes().stream().map(Volume::getName).collect(Collectors.toCollection(TreeSet::new));
        Set<String> mounts = container.getVolumeMounts().stream().map(VolumeMount::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!volumes.equals(mounts)) {
            report("volumeMounts.name", mounts + " are not the volumes " + volumes);
        }
        if (container.getVolumeMounts().stream().noneMatch(mount -> mount.getMountPath().equals("/tmp"))) {
            report("volumeMounts.mountPath", "/tmp is missing, and the root file system can't be written");
        }
    }

    private void checkEnd(PodSpec pod, Container container) {
        if (container.getLifecycle() == null || container.getLifecycle().getPreStop() == null
                || container.getLifecycle().getPreStop().getSleep() == null) {
            report("lifecycle.preStop.sleep", "there is none");
            return;
        }
        long sleep = container.getLifecycle().getPreStop().getSleep().getSeconds();
        long delay = milliseconds(container, "SHUTDOWN_DELAY_MS");
        long needed = sleep + (delay + milliseconds(container, "SHUTDOWN_TIMEOUT_MS")) / 1000;
        Long given = pod.getTerminationGracePeriodSeconds();
        if (given == null || given <= needed) {
            report("terminationGracePeriodSeconds", given + " is not more than the " + needed
                    + " of preStop, SHUTDOWN_DELAY_MS and SHUTDOWN_TIMEOUT_MS");
        }
        Probe readiness = container.getReadinessProbe();
        if (readiness.getPeriodSeconds() * readiness.getFailureThreshold() * 1000L >= delay) {
            report("readinessProbe.periodSeconds", "the probe needs longer than SHUTDOWN_DELAY_MS, " + delay
                    + ", to see that the service ends");
        }
    }

    private long milliseconds(Container container, String setting) {
        return container.getEnvFrom().stream().map(source -> overlay.configMaps().get(source.getConfigMapRef().getName()))
                .filter(map -> map != null && map.containsKey(setting)).map(map -> map.get(setting).value())
                .findFirst().map(Long::parseLong).orElseGet(() -> Long.parseLong(SettingRules.inProduction(setting)));
    }
}
