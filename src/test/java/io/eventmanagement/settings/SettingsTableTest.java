package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    private static Set<String> variables() {
        return Settings.ALL.values().stream().map(Setting::variable).collect(Collectors.toSet());
    }

    @Test
    void theTableHasEverySettingAndNoOther() throws IOException {
        assertThat(find(ROW, "docs/settings.md")).containsOnlyKeys(variables());
    }

    @Test
    void theExampleFileHasEverySettingAndNoOther() throws IOException {
        assertThat(find(LINE, ".env.example")).containsOnlyKeys(variables());
    }

    @Test
    void theDefaultsAreThoseOfTheService() throws IOException {
        Map<String, String> table = find(ROW, "docs/settings.md");
        Map<String, String> example = find(LINE, ".env.example");

        Settings.ALL.values().forEach(setting -> setting.byDefault().ifPresent(value -> {
            assertThat(table).containsEntry(setting.variable(), value);
            assertThat(example).containsEntry(setting.variable(), value);
        }));
    }

    @Test
    void eachValueOfTheExampleFileIsAllowed() throws IOException {
        find(LINE, ".env.example")
                .forEach((name, value) -> assertThat(SettingRules.problem(name, value)).as(name).isEmpty());
    }
}
