package io.eventmanagement.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** One object of a file. */
record Manifest<T extends HasMetadata>(String file, T object) {

    String name() {
        return object.getMetadata().getName();
    }

    /** Reports a field of this object. */
    void report(Findings findings, String field, String what) {
        findings.add(file, object.getKind() + " " + name() + ": " + field, what);
    }
}
