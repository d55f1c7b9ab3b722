package io.eventmanagement.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.eventmanagement.settings.SettingRules;

/** Whether the images fit the service, its pods and what is said of them; the rest is hadolint's, and that of the build. */
class DockerfilesTest {

    private static final Path DIRECTORY = Path.of("src/main/docker");

    private static String text(String name) throws IOException {
        return Files.readString(DIRECTORY.resolve(name));
    }

    /** The arguments of an instruction of the last stage, which is the image. */
    private static List<String> arguments(String dockerfile, String instruction) throws IOException {
        String image = text(dockerfile).replaceFirst("(?s).*\nFROM ", "FROM ");
        return Pattern.compile("(?m)^" + instruction + " (.*)$").matcher(image).results().map(found -> found.group(1)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = { "jvm", "native", "native-micro", "multistage" })
    void anImageRunsAsAPodDoes(String name) throws IOException {
        String dockerfile = "Dockerfile." + name;

        // A number, or the kubelet couldn't tell that it isn't root (runAsNonRoot).
        assertThat(arguments(dockerfile, "USER")).singleElement().asString().matches("[1-9][0-9]*");
        assertThat(arguments(dockerfile, "EXPOSE"))
                .containsExactly(SettingRules.byDefault("PORT") + " " + SettingRules.byDefault("MANAGEMENT_PORT"));
        assertThat(arguments(dockerfile, "ENTRYPOINT")).singleElement().asString().contains("\"-XX:+ExitOnOutOfMemoryError\"");
        assertThat(text(dockerfile)).startsWith("# ").contains("docker build -f src/main/docker/" + dockerfile + " -t ");
    }

    @Test
    void theDocumentationTellsEachImageAndItsShareOfMemoryForTheHeap() throws IOException {
        String documentation = Files.readString(Path.of("docs/running.md"));

        try (Stream<Path> files = Files.list(DIRECTORY)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("Dockerfile.")))
                    .hasSize(4).allSatisfy(name -> assertThat(documentation).contains("| `" + name + "` |"));
        }
        assertThat(documentation)
                .contains("The heap gets " + share("jvm", "MaxRAMPercentage") + " % of the container's memory on a JVM")
                .contains(" and " + share("native", "MaximumHeapSizePercent") + " % in a native image");
        assertThat(share("jvm", "InitialRAMPercentage")).isEqualTo(share("jvm", "MaxRAMPercentage"));
    }

    private static String share(String name, String option) throws IOException {
        String entrypoint = arguments("Dockerfile." + name, "ENTRYPOINT").get(0);
        return Pattern.compile("-XX:" + option + "=(\\d+)").matcher(entrypoint).results().map(MatchResult::group)
                .map(found -> found.replaceAll(".*=", "")).findFirst().orElseThrow();
    }

    @Test
    void theNativeImagesAreStartedInTheSameWay() throws IOException {
        assertThat(Stream.of(arguments("Dockerfile.native", "ENTRYPOINT"), arguments("Dockerfile.native-micro", "ENTRYPOINT"),
                arguments("Dockerfile.multistage", "ENTRYPOINT")).distinct()).hasSize(1);
    }

    /** So .env and .git can't get into an image, whatever is copied. */
    @Test
    void nothingIsSentToTheBuildButWhatIsNamed() throws IOException {
        List<String> patterns = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();

        assertThat(patterns.get(0)).isEqualTo("*");
        assertThat(patterns.subList(1, patterns.size())).isNotEmpty()
                .allSatisfy(pattern -> assertThat(pattern)
                        .matches("!(target/(quarkus-app/|\\*-runner|sbom).*|src/main|\\.mvn|mvnw|pom\\.xml)"));
    }
}
