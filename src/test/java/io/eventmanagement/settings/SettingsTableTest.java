package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** The table in docs/settings.md and .env.example tell the truth. */
class SettingsTableTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([A-Z][A-Z_]+)` \\| ([^|]*) \\|", Pattern.MULTILINE);

    private static final Pattern LINE = Pattern.compile("^#?([A-Z][A-Z_]+)=(.*)$", Pattern.MULTILINE);

    private static Map<String, String> find(Pattern pattern, String file) throws IOException {
        Map<String, String> found = new TreeMap<>();
        Matcher matcher = pattern.matcher(Files.readString(Path.of(file)));
        while (matcher.find()) {
            found.put(matcher.group(1), matcher.group(2));
        }
        return found;
    }

    private static Properties defaults() throws IOException {
        Properties properties = new Properties();
        properties.load(Files.newBufferedReader(Path.of("src/main/resources/application.properties")));
        return properties;
    }

    @Test
    void theTableHasEverySettingAndNoOther() throws IOException {
        assertThat(find(ROW, "docs/settings.md")).containsOnlyKeys(Settings.ALLOWED.keySet());
    }

    @Test
    void theExampleFileHasEverySettingAndNoOther() throws IOException {
        assertThat(find(LINE, ".env.example")).containsOnlyKeys(Settings.ALLOWED.keySet());
    }

    @Test
    void theDefaultsAreThoseOfTheService() throws IOException {
        Properties defaults = defaults();
        Map<String, String> table = find(ROW, "docs/settings.md");
        Map<String, String> example = find(LINE, ".env.example");

        Settings.ALLOWED.keySet().stream().filter(defaults::containsKey).forEach(name -> {
            assertThat(table).containsEntry(name, defaults.getProperty(name));
            assertThat(example).containsEntry(name, defaults.getProperty(name));
        });
    }

    @Test
    void eachDefaultOfTheExampleFileIsAllowed() throws IOException {
        find(LINE, ".env.example")
                .forEach((name, value) -> assertThat(Settings.ALLOWED.get(name).test()).as(name).accepts(value));
    }
}
