package io.eventmanagement.k8s;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/** The Pod Security Standard "restricted", and a root file system that can't be written. */
final class SecurityChecks {

    private final Overlay overlay;
    private final Findings findings;

    SecurityChecks(Overlay overlay, Findings findings) {
        this.overlay = overlay;
        this.findings = findings;
    }

    void check() {
        overlay.all(Namespace.class).forEach(this::checkNamespace);
        overlay.all(ServiceAccount.class).forEach(account -> must(account, "automountServiceAccountToken is false",
                Boolean.FALSE.equals(account.object().getAutomountServiceAccountToken())));
        for (Manifest<Deployment> deployment : overlay.all(Deployment.class)) {
            PodSpec pod = deployment.object().getSpec().getTemplate().getSpec();
            PodSecurityContext context = pod.getSecurityContext();
            must(deployment, "automountServiceAccountToken is false",
                    Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()));
            must(deployment, "enableServiceLinks is false", Boolean.FALSE.equals(pod.getEnableServiceLinks()));
            must(deployment, "securityContext.runAsNonRoot is true",
                    context != null && Boolean.TRUE.equals(context.getRunAsNonRoot()));
            must(deployment, "securityContext.seccompProfile.type is RuntimeDefault", context != null
                    && context.getSeccompProfile() != null && "RuntimeDefault".equals(context.getSeccompProfile().getType()));
            must(deployment, "hostNetwork, hostPID and hostIPC aren't set",
                    pod.getHostNetwork() == null && pod.getHostPID() == null && pod.getHostIPC() == null);
            must(deployment, "volumes are emptyDir",
                    pod.getVolumes().stream().allMatch(volume -> volume.getEmptyDir() != null));
            pod.getContainers().forEach(container -> checkContainer(deployment, container));
        }
    }

    private void checkNamespace(Manifest<Namespace> namespace) {
        Map<String, String> labels = namespace.object().getMetadata().getLabels();
        String label = "pod-security.kubernetes.io/enforce";
        if (labels == null || !"restricted".equals(labels.get(label))) {
            namespace.report(findings, "metadata.labels", label + " must be restricted");
        }
    }

    private void checkContainer(Manifest<Deployment> deployment, Container container) {
        SecurityContext context = container.getSecurityContext() == null ? new SecurityContext()
                : container.getSecurityContext();
        must(deployment, "containers.securityContext.allowPrivilegeEscalation is false",
                Boolean.FALSE.equals(context.getAllowPrivilegeEscalation()));
        must(deployment, "containers.securityContext.readOnlyRootFilesystem is true",
                Boolean.TRUE.equals(context.getReadOnlyRootFilesystem()));
        must(deployment, "containers.securityContext.capabilities.drop is [ALL], and nothing is added",
                context.getCapabilities() != null && List.of("ALL").equals(context.getCapabilities().getDrop())
                        && context.getCapabilities().getAdd().isEmpty());
        must(deployment, "containers.securityContext.privileged isn't set", context.getPrivileged() == null);
    }

    private void must(Manifest<?> who, String rule, boolean holds) {
        if (!holds) {
            who.report(findings, rule.substring(0, rule.indexOf(' ')).replace(",", ""), "what must be: " + rule);
        }
    }
}
