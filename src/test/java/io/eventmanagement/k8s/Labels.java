package io.eventmanagement.k8s;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/** Who is selected by labels. */
final class Labels {

    private Labels() {
    }

    /** Expressions aren't understood; who uses them gets nothing selected, and so a finding. */
    static Map<String, String> of(LabelSelector selector) {
        boolean simple = selector != null && selector.getMatchExpressions().isEmpty() && selector.getMatchLabels() != null;
        return simple ? selector.getMatchLabels() : Map.of();
    }

    static Map<String, String> ofPods(Deployment deployment) {
        Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    /** An empty selector, which would select all or none, selects none here. */
    static boolean select(Map<String, String> selector, Map<String, String> labels) {
        return !selector.isEmpty() && labels != null && labels.entrySet().containsAll(selector.entrySet());
    }

    static List<Manifest<Deployment>> select(Map<String, String> selector, Overlay overlay) {
        return overlay.all(Deployment.class).stream().filter(one -> select(selector, ofPods(one.object()))).toList();
    }
}
