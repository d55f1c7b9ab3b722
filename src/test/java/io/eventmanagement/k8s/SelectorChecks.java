package io.eventmanagement.k8s;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;

/** Whether what is meant for a Deployment's pods finds them, them alone, and a port of theirs. */
final class SelectorChecks {

    private final Overlay overlay;
    private final Findings findings;

    SelectorChecks(Overlay overlay, Findings findings) {
        this.overlay = overlay;
        this.findings = findings;
    }

    void check() {
        overlay.objects().forEach(this::checkLabel);
        overlay.all(Deployment.class).forEach(this::checkDeployment);
        overlay.all(Service.class).forEach(this::checkService);
        overlay.all(PodDisruptionBudget.class).forEach(this::checkBudget);
        overlay.all(HorizontalPodAutoscaler.class).forEach(this::checkAutoscaler);
        overlay.all(NetworkPolicy.class).forEach(this::checkPolicy);
    }

    /** Each object is labelled with the name of the Deployment that it is for; the namespace is for all. */
    private void checkLabel(Manifest<?> manifest) {
        Map<String, String> labels = manifest.object().getMetadata().getLabels();
        String name = labels == null ? null : labels.get("app.kubernetes.io/name");
        if (!(manifest.object() instanceof Namespace) && (name == null || overlay.named(Deployment.class, name).isEmpty())) {
            manifest.report(findings, "metadata.labels", "app.kubernetes.io/name: " + name + " is the name of no Deployment");
        }
    }

    private void checkDeployment(Manifest<Deployment> deployment) {
        Map<String, String> labels = Labels.ofPods(deployment.object());
        Map<String, String> selector = Labels.of(deployment.object().getSpec().getSelector());
        if (!Labels.select(selector, labels)) {
            deployment.report(findings, "spec.selector", selector + " doesn't select its own pods " + labels);
        }
        one(deployment, "spec.selector", selector);
        deployment.object().getSpec().getTemplate().getSpec().getTopologySpreadConstraints().forEach(constraint -> {
            if (!Labels.select(Labels.of(constraint.getLabelSelector()), labels)) {
                deployment.report(findings, "topologySpreadConstraints.labelSelector",
                        Labels.of(constraint.getLabelSelector()) + " doesn't select its own pods " + labels);
            }
        });
    }

    /** The containers of the one Deployment that is selected. */
    private List<Container> one(Manifest<? extends HasMetadata> who, String field, Map<String, String> selector) {
        List<Manifest<Deployment>> selected = Labels.select(selector, overlay);
        if (selected.size() != 1) {
            who.report(findings, field, selector + " selects the pods of "
                    + (selected.isEmpty() ? "nothing" : selected.stream().map(Manifest::name).toList())
                    + ", and should of one Deployment");
            return List.of();
        }
        return selected.get(0).object().getSpec().getTemplate().getSpec().getContainers();
    }

    private void checkService(Manifest<Service> service) {
        List<Container> containers = one(service, "spec.selector", service.object().getSpec().getSelector());
        for (ServicePort port : service.object().getSpec().getPorts()) {
            checkPort(service, "spec.ports.targetPort", port.getTargetPort(), containers);
        }
    }

    private void checkPort(Manifest<?> who, String field, IntOrString port, List<Container> containers) {
        if (containers.isEmpty()) {
            return;
        }
        boolean there = port != null && containers.stream().flatMap(container -> container.getPorts().stream())
                .anyMatch(one -> one.getName().equals(port.getStrVal()) || one.getContainerPort().equals(port.getIntVal()));
        if (!there) {
            who.report(findings, field, (port == null ? null : port.getValue()) + " is no port of "
                    + containers.get(0).getName() + ": " + PodChecks.ports(containers.get(0)));
        }
    }

    private void checkBudget(Manifest<PodDisruptionBudget> budget) {
        PodDisruptionBudgetSpec spec = budget.object().getSpec();
        one(budget, "spec.selector", Labels.of(spec.getSelector()));
        if ((spec.getMaxUnavailable() == null) == (spec.getMinAvailable() == null)) {
            budget.report(findings, "spec.maxUnavailable", "either this or minAvailable is needed");
        }
    }

    /** What is scaled has clients that mustn't notice a rollout. */
    private void checkRollout(Manifest<Deployment> deployment) {
        RollingUpdateDeployment rollout = deployment.object().getSpec().getStrategy() == null ? null
                : deployment.object().getSpec().getStrategy().getRollingUpdate();
        if (rollout == null || rollout.getMaxUnavailable() == null
                || !Integer.valueOf(0).equals(rollout.getMaxUnavailable().getIntVal())) {
            deployment.report(findings, "spec.strategy.rollingUpdate.maxUnavailable", "must be 0");
        }
    }

    private void checkAutoscaler(Manifest<HorizontalPodAutoscaler> autoscaler) {
        CrossVersionObjectReference target = autoscaler.object().getSpec().getScaleTargetRef();
        overlay.named(Deployment.class, target.getName())
                .filter(deployment -> deployment.object().getKind().equals(target.getKind())
                        && deployment.object().getApiVersion().equals(target.getApiVersion()))
                .ifPresentOrElse(this::checkRollout, () -> autoscaler.report(findings, "spec.scaleTargetRef",
                        "there is no " + target.getApiVersion() + " " + target.getKind() + " " + target.getName()));
    }

    private void checkPolicy(Manifest<NetworkPolicy> policy) {
        List<Container> own = one(policy, "spec.podSelector", Labels.of(policy.object().getSpec().getPodSelector()));
        List<String> types = policy.object().getSpec().getPolicyTypes();
        if (!policy.object().getSpec().getIngress().isEmpty() && !types.contains("Ingress")
                || !policy.object().getSpec().getEgress().isEmpty() && !types.contains("Egress")) {
            policy.report(findings, "spec.policyTypes", types + " leaves out what has rules");
        }
        for (NetworkPolicyIngressRule rule : policy.object().getSpec().getIngress()) {
            rule.getFrom().forEach(peer -> peer(policy, "spec.ingress.from", peer));
            for (NetworkPolicyPort port : rule.getPorts()) {
                checkPort(policy, "spec.ingress.ports.port", port.getPort(), own);
            }
        }
        for (NetworkPolicyEgressRule rule : policy.object().getSpec().getEgress()) {
            rule.getPorts().stream().map(NetworkPolicyPort::getPort).filter(port -> port.getIntVal() == null)
                    .forEach(port -> policy.report(findings, "spec.egress.ports.port",
                            port.getStrVal() + " is no number, and the pods of others have names of their own"));
            for (NetworkPolicyPeer peer : rule.getTo()) {
                List<Container> others = peer(policy, "spec.egress.to", peer);
                rule.getPorts().forEach(port -> checkPort(policy, "spec.egress.ports.port", port.getPort(), others));
            }
        }
    }

    /** A peer in another namespace isn't ours to know. */
    private List<Container> peer(Manifest<NetworkPolicy> policy, String field, NetworkPolicyPeer peer) {
        boolean ours = peer.getNamespaceSelector() == null && peer.getPodSelector() != null;
        return ours ? one(policy, field + ".podSelector", Labels.of(peer.getPodSelector())) : List.of();
    }
}
