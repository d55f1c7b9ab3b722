package io.eventmanagement.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** What is in {@code k8s/} is right. That the checker would notice is held by {@link ManifestFaultsTest}. */
class ManifestsTest {

    private static final ManifestFiles FILES = ManifestFiles.read();

    @Test
    void nothingIsWrong() {
        assertThat(Manifests.check(FILES)).isEmpty();
    }

    @Test
    void everyFileIsLookedAt() {
        assertThat(FILES.texts()).containsKeys("base/deployment.yaml", "components/monitoring/prometheus-rule.yaml",
                "overlays/demo/stand-in.yaml", "overlays/prod/settings.env");
    }

    @Test
    void thePageNamesTheImageThatIsDeployed() {
        assertThat(
                Pattern.compile("(?:docker build .*-t |kind load docker-image )(\\S+)").matcher(FILES.texts().get("README.md"))
                        .results().map(found -> found.group(1)).distinct())
                .containsExactly("event-management");
    }
}
