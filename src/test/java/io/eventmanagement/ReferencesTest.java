package io.eventmanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the code and the documents refer to is there: documents, and headings in them. */
class ReferencesTest {

    private static final Path ROOT = Path.of("").toAbsolutePath();

    /** A document by its path from the root and, in quotes, perhaps one of its headings, on the same line of prose. */
    private static final Pattern CITATION = Pattern.compile("([\\w/.-]*\\w\\.md)(?:`?, \"([^\"]+)\")?");

    private static final Pattern LINK = Pattern.compile("\\]\\((?!\\w+:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");

    private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(String under, String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(under))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith)).toList();
        }
    }

    private static List<String> headings(Path document) {
        return HEADING.matcher(read(document)).results().map(heading -> heading.group(1)).toList();
    }

    /** As GitHub names a heading in a link. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
    }

    /** What a source refers to and isn't there. */
    private static List<String> brokenCitations(String source) {
        List<String> broken = new ArrayList<>();
        // A comment is one line of prose, wherever it is broken.
        Matcher citation = CITATION.matcher(source.replaceAll("\\s*\\n\\s*(\\*|//|#) ", " "));
        while (citation.find()) {
            Path document = ROOT.resolve(citation.group(1));
            if (!Files.isRegularFile(document)
                    || citation.group(2) != null && !headings(document).contains(citation.group(2))) {
                broken.add(citation.group());
            }
        }
        return broken;
    }

    private static List<String> brokenLinks(Path document, String text) {
        List<String> broken = new ArrayList<>();
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)).normalize();
            boolean isThere = Files.exists(target) && (link.group(2) == null
                    || headings(target).stream().map(ReferencesTest::anchor).anyMatch(link.group(2)::equals));
            if (!isThere) {
                broken.add(link.group());
            }
        }
        return broken;
    }

    @Test
    void whatTheSourcesCiteIsThere() throws IOException {
        Path self = ROOT.resolve("src/test/java/io/eventmanagement/ReferencesTest.java");

        assertThat(files("src", ".java", ".properties")).hasSizeGreaterThan(100).filteredOn(file -> !file.equals(self))
                .allSatisfy(file -> assertThat(brokenCitations(read(file))).as("%s", file).isEmpty());
    }

    @Test
    void whereTheDocumentsLinkToIsThere() throws IOException {
        List<Path> documents = new ArrayList<>(files("docs", ".md"));
        for (String document : List.of("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "bench/README.md", "k8s/README.md")) {
            documents.add(ROOT.resolve(document));
        }

        assertThat(documents).allSatisfy(file -> assertThat(brokenLinks(file, read(file))).as("%s", file).isEmpty());
    }

    @Test
    void theReadmeLinksToEachDocument() throws IOException {
        List<Path> linked = LINK.matcher(read(ROOT.resolve("README.md"))).results()
                .map(link -> ROOT.resolve(link.group(1)).normalize()).toList();
        List<Path> documents = new ArrayList<>(files("docs", ".md", ".yaml").stream()
                .filter(file -> file.getParent().equals(ROOT.resolve("docs"))).toList());
        for (String document : List.of("ARCHITECTURE.md", "CHANGELOG.md", "bench/README.md", "k8s/README.md")) {
            documents.add(ROOT.resolve(document));
        }

        assertThat(documents).hasSizeGreaterThan(10).allSatisfy(file -> assertThat(linked).contains(file));
    }

    @Test
    void theArchitectureLinksToEachDecision() throws IOException {
        String architecture = read(ROOT.resolve("ARCHITECTURE.md"));

        assertThat(files("docs/adr", ".md")).isNotEmpty()
                .allSatisfy(file -> assertThat(architecture).contains("](docs/adr/" + file.getFileName() + ")"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "docs/contract.md | true", "docs/contract.md, \"Errors\" | true", "README.md, \"Start\" | true",
            "CONTRACT.md | false", "docs/contracts.md | false", "docs/contract.md, \"Mistakes\" | false" })
    void aCitationOfWhatIsNotThereIsFound(String citation, boolean isThere) {
        assertThat(brokenCitations("/** As in (" + citation + ").").isEmpty()).isEqualTo(isThere);
    }

    @Test
    void soItIsAcrossTheLinesOfAComment() {
        assertThat(brokenCitations("/**\n     * As in docs/contract.md,\n     * \"Mis-\n")).isEmpty();
        assertThat(brokenCitations("/**\n     * As in docs/contract.md,\n     * \"Mistakes\".\n")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({ "contract.md, true", "contract.md#errors, true", "../README.md#start, true", "#errors, true",
            "https://example.com/nowhere.md, true", "nowhere.md, false", "contract.md#mistakes, false", "#mistakes, false" })
    void aLinkToWhatIsNotThereIsFound(String target, boolean isThere) {
        assertThat(brokenLinks(ROOT.resolve("docs/contract.md"), "[a](" + target + ")").isEmpty()).isEqualTo(isThere);
    }
}
