package io.eventmanagement.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

/** {@code application.properties} against {@link Settings}. */
class SettingsDefaultsTest {

    private static final String SECTION = "# ---- ";

    private static Properties properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }

    private static String file() throws IOException {
        try (InputStream file = SettingsDefaultsTest.class.getResourceAsStream("/application.properties")) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }

    private static Properties defaults() throws IOException {
        String file = file();
        int begin = file.indexOf(SECTION + "Settings ");
        return properties(file.substring(begin, file.indexOf(SECTION, begin + 1)));
    }

    @Test
    void everyDefaultIsOfASettingAndAllowed() throws IOException {
        // When
        Properties defaults = defaults();

        // Then
        assertThat(defaults).isNotEmpty().allSatisfy((name, value) -> {
            assertThat(Settings.ALLOWED).containsKey((String) name);
            assertThat((String) value).matches(Settings.ALLOWED.get(name).test());
        });
    }

    @Test
    void everyDefaultOfASettingIsInTheSettingsSection() throws IOException {
        // Given
        Set<String> defaults = defaults().stringPropertyNames();

        // When
        Set<String> named = new TreeSet<>(properties(file()).stringPropertyNames());
        named.retainAll(Settings.ALLOWED.keySet());

        // Then
        assertThat(defaults).containsExactlyInAnyOrderElementsOf(named);
    }
}
