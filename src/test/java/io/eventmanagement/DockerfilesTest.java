package io.eventmanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Dockerfiles and .dockerignore fit each other, the tree and the service; what Dockerfile says of breaks is right, too. */
class DockerfilesTest {

    private static final Path DOCKER = Path.of("src/main/docker");

    private static String text(String name) throws IOException {
        return Files.readString(DOCKER.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = { "Dockerfile.jvm", "Dockerfile.native", "Dockerfile.native-micro", "Dockerfile.multistage" })
    void nothingIsWrong(String name) throws IOException {
        assertThat(new Dockerfile(name, text(name)).faults()).isEmpty();
    }

    @Test
    void thereAreNoOthers() throws IOException {
        try (Stream<Path> files = Files.list(DOCKER)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("Dockerfile.jvm",
                    "Dockerfile.native", "Dockerfile.native-micro", "Dockerfile.multistage", "train");
        }
    }

    static Stream<Arguments> breaks() {
        return Stream.of(
                arguments("25.0.4_7-jre-noble", "latest", "FROM eclipse-temurin:latest: no exact tag"),
                arguments(":25.0.4_7-jre-noble", "", "FROM eclipse-temurin: no exact tag"),
                arguments("target/quarkus-app/app/", "target/classes/", "COPY target/classes: .dockerignore keeps it out"),
                arguments("docker/train", "docker/trian", "COPY src/main/docker/trian: no such file"),
                arguments("lib/ lib/", "libs/ lib/", "COPY target/quarkus-app/libs: .dockerignore keeps it out"),
                arguments("--from=trained", "--from=train", "COPY --from=train: no exact tag"),
                arguments("USER 10001", "USER nobody", "USER nobody: not a number, or root's"),
                arguments("USER 10001", "USER 0", "USER 0: not a number, or root's"),
                arguments("USER 10001\n", "", "USER: missing"),
                arguments("EXPOSE 3000 9000", "EXPOSE 8080", "EXPOSE 8080: the service's ports are 3000 9000"),
                arguments("ENTRYPOINT [\"java\"", "ENTRYPOINT java [", "ENTRYPOINT java [, "),
                arguments("org.opencontainers.image.licenses", "licence", "LABEL org.opencontainers.image.licenses: missing"),
                arguments("-f src/main/docker/Dockerfile.jvm", "", "header: doesn't say how to build Dockerfile.jvm"));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void aBreakIsNamed(String right, String wrong, String fault) throws IOException {
        String whole = text("Dockerfile.jvm");
        assertThat(whole).contains(right);

        assertThat(new Dockerfile("Dockerfile.jvm", whole.replace(right, wrong)).faults())
                .anySatisfy(found -> assertThat(found).startsWith(fault));
    }

    @ParameterizedTest
    @ValueSource(strings = { ".env", ".git/config", "README.md", "k8s/README.md", "src/test/java/A.java",
            "target/classes/A.class",
            "target/quarkus-app/fast-start.aot", "target/app-runner.jar" })
    void whatNoImageNeedsIsKeptOut(String path) {
        assertThat(Dockerfile.isLetIn(path)).isFalse();
    }
}
