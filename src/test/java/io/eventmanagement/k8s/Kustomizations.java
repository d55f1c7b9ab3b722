package io.eventmanagement.k8s;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.eventmanagement.k8s.Overlay.Setting;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.ConfigMapArgs;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Kustomization;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Patch;

/** Puts overlays together, as kustomize does, as far as names go. */
final class Kustomizations {

    private static final String FILE = "kustomization.yaml";

    private final ManifestFiles files;
    private final Map<String, List<Object>> objects;
    private final Findings findings;
    private final Set<String> used = new TreeSet<>();

    /** @param objects by the file that has them */
    Kustomizations(ManifestFiles files, Map<String, List<Object>> objects, Findings findings) {
        this.files = files;
        this.objects = objects;
        this.findings = findings;
    }

    List<Overlay> overlays() {
        List<Overlay> overlays = files.texts().keySet().stream().filter(file -> file.matches("overlays/[^/]+/" + FILE))
                .map(file -> new Overlay(file.replace("/" + FILE, ""))).toList();
        overlays.forEach(overlay -> {
            add(overlay.directory(), overlay);
            if (objects.get(overlay.file()).stream().noneMatch(Kustomizations::hasNamespace)) {
                findings.add(overlay.file(), "namespace", "there is none");
            }
        });
        Set<String> unused = new TreeSet<>(files.texts().keySet());
        unused.removeAll(used);
        unused.remove("README.md");
        unused.forEach(file -> findings.add(file, "all of it", "no kustomization uses it"));
        return overlays;
    }

    private static boolean hasNamespace(Object object) {
        return object instanceof Kustomization kustomization && kustomization.getNamespace() != null;
    }

    private void add(String directory, Overlay overlay) {
        String file = directory + "/" + FILE;
        used.add(file);
        for (Object object : objects.get(file)) {
            if (object instanceof Kustomization kustomization) {
                List<String> parts = kustomization.getResources();
                for (int i = 0; i < parts.size(); i++) {
                    addPart(directory, "resources[" + i + "]", parts.get(i), overlay);
                }
                parts = kustomization.getComponents();
                for (int i = 0; i < parts.size(); i++) {
                    addPart(directory, "components[" + i + "]", parts.get(i), overlay);
                }
                kustomization.getConfigMapGenerator().forEach(generator -> generate(directory, generator, overlay));
                kustomization.getPatches().forEach(patch -> patch(directory, patch, overlay));
                overlay.images().addAll(kustomization.getImages());
            } else {
                findings.add(file, "kind", "a Kustomization or Component belongs here");
            }
        }
    }

    private void addPart(String directory, String field, String part, Overlay overlay) {
        String path = resolve(directory, part);
        if (files.texts().containsKey(path)) {
            used.add(path);
            for (Object object : objects.get(path)) {
                if (object instanceof HasMetadata manifest) {
                    if (overlay.named(manifest.getClass(), manifest.getMetadata().getName()).isPresent()) {
                        findings.add(directory + "/" + FILE, field, part + " adds a " + manifest.getKind() + " "
                                + manifest.getMetadata().getName() + ", which is there already");
                    }
                    overlay.objects().add(new Manifest<>(path, manifest));
                }
            }
        } else if (files.texts().containsKey(path + "/" + FILE)) {
            add(path, overlay);
        } else {
            missing(directory, field, part);
        }
    }

    private void missing(String directory, String field, String part) {
        findings.add(directory + "/" + FILE, field, part + " doesn't exist");
    }

    private static String resolve(String directory, String part) {
        return Path.of(directory, part).normalize().toString().replace('\\', '/');
    }

    private void patch(String directory, Patch patch, Overlay overlay) {
        String path = patch.getPath() == null ? "" : resolve(directory, patch.getPath());
        if (!files.texts().containsKey(path)) {
            missing(directory, "patches.path", patch.getPath() == null ? "a file (an inline patch isn't checked)" : path);
            return;
        }
        used.add(path);
        for (Object object : objects.get(path)) {
            if (object instanceof HasMetadata manifest
                    && overlay.named(manifest.getClass(), manifest.getMetadata().getName()).isEmpty()) {
                findings.add(path, manifest.getKind() + " " + manifest.getMetadata().getName(), "there is none to be patched");
            }
        }
    }

    private void generate(String directory, ConfigMapArgs generator, Overlay overlay) {
        String file = directory + "/" + FILE;
        String field = "configMapGenerator " + generator.getName();
        boolean known = overlay.configMaps().containsKey(generator.getName());
        if (known == (generator.getBehavior() == null || generator.getBehavior().equals("create"))) {
            findings.add(file, field,
                    known ? "another has this name; behavior: merge adds to it" : "there is none to merge with");
        }
        Map<String, Setting> settings = overlay.configMaps().computeIfAbsent(generator.getName(),
                name -> new LinkedHashMap<>());
        generator.getLiterals().forEach(literal -> set(file, field, literal, settings));
        for (String name : generator.getEnvs()) {
            String path = resolve(directory, name);
            if (use(directory, field + " envs", name)) {
                files.texts().get(path).lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(line -> set(path, line, line, settings));
            }
        }
        for (String name : generator.getFiles()) {
            use(directory, field + " files", name);
        }
    }

    private boolean use(String directory, String field, String name) {
        String path = resolve(directory, name);
        if (!files.texts().containsKey(path)) {
            missing(directory, field, name);
            return false;
        }
        used.add(path);
        return true;
    }

    private void set(String file, String field, String line, Map<String, Setting> settings) {
        int sign = line.indexOf('=');
        if (sign < 0) {
            // Kustomize would take the value from whoever runs it.
            findings.add(file, field, line + " has no value");
            return;
        }
        Setting setting = new Setting(file, line.substring(0, sign), line.substring(sign + 1));
        Setting other = settings.put(setting.name(), setting);
        if (other != null && other.file().equals(file)) {
            findings.add(file, setting.name(), "is set twice");
        }
    }
}
