package io.eventmanagement.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is in {@code k8s/}, or a copy of it with a fault.
 *
 * @param texts by their paths below {@code k8s/}
 */
record ManifestFiles(Map<String, String> texts) {

    private static final Path DIRECTORY = Path.of("k8s");

    static ManifestFiles read() {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            return new ManifestFiles(files.filter(Files::isRegularFile).collect(Collectors.toMap(
                    file -> DIRECTORY.relativize(file).toString().replace('\\', '/'), ManifestFiles::text, (a, b) -> a,
                    TreeMap::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy in which one file says something else, in each place. */
    ManifestFiles replace(String file, String words, String others) {
        assertThat(texts).containsKey(file);
        assertThat(texts.get(file)).contains(words);
        return with(file, texts.get(file).replace(words, others));
    }

    ManifestFiles with(String file, String text) {
        Map<String, String> copy = new TreeMap<>(texts);
        copy.put(file, text);
        return new ManifestFiles(copy);
    }

    ManifestFiles without(String file) {
        Map<String, String> copy = new TreeMap<>(texts);
        assertThat(copy.remove(file)).isNotNull();
        return new ManifestFiles(copy);
    }
}
