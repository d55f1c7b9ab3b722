package io.eventmanagement.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Image;

/** All that is deployed together, by the name of the directory that says so. */
record Overlay(String directory, List<Manifest<?>> objects, List<Image> images, Map<String, Map<String, Setting>> configMaps) {

    /** A line of a ConfigMap, and the file that has it. */
    record Setting(String file, String name, String value) {
    }

    Overlay(String directory) {
        this(directory, new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    }

    String file() {
        return directory + "/kustomization.yaml";
    }

    <T extends HasMetadata> List<Manifest<T>> all(Class<T> kind) {
        return stream(kind).toList();
    }

    <T extends HasMetadata> Optional<Manifest<T>> named(Class<T> kind, String name) {
        return stream(kind).filter(manifest -> manifest.name().equals(name)).findFirst();
    }

    private <T extends HasMetadata> Stream<Manifest<T>> stream(Class<T> kind) {
        return objects.stream().filter(manifest -> kind.isInstance(manifest.object()))
                .map(manifest -> new Manifest<>(manifest.file(), kind.cast(manifest.object())));
    }
}
