package io.eventmanagement.k8s;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks manifests: each file by itself, and whether what is named in one place is there in another. */
final class Manifests {

    private Manifests() {
    }

    /** What is wrong, each with its file and field. Names are looked at only when all files could be read. */
    static List<String> check(ManifestFiles files) {
        Findings findings = new Findings();
        StrictReader reader = new StrictReader(findings);
        Map<String, List<Object>> objects = new TreeMap<>();
        files.texts().forEach((file, text) -> {
            if (file.endsWith(".yaml") || file.endsWith(".yml")) {
                objects.put(file, reader.read(file, text));
            }
        });
        if (findings.isEmpty()) {
            new Kustomizations(files, objects, findings).overlays().forEach(overlay -> check(overlay, findings));
        }
        return findings.all();
    }

    private static void check(Overlay overlay, Findings findings) {
        run(overlay, findings, new SettingChecks(overlay, findings)::check);
        run(overlay, findings, new PodChecks(overlay, findings)::check);
        run(overlay, findings, new SecurityChecks(overlay, findings)::check);
        run(overlay, findings, new SelectorChecks(overlay, findings)::check);
        run(overlay, findings, new RouteChecks(overlay, findings)::check);
    }

    /** Where something is missing, or is no number, one check can't be made; the others can. */
    private static void run(Overlay overlay, Findings findings, Runnable check) {
        try {
            check.run();
        } catch (NullPointerException | IllegalArgumentException e) {
            findings.add(overlay.file(), "one of its objects", "can't be checked: " + e.getMessage());
        }
    }
}
