package io.eventmanagement.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.WithName;

/** The mappings, read as the service reads them. */
class MappingsTest {

    private static Object read(SmallRyeConfig config, Method setting) {
        try {
            return setting.invoke(config.getConfigMapping(setting.getDeclaringClass()));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Of Quarkus' own settings one may be read where it is needed, by a mapping of its own. */
    private static boolean isOfOurs(JavaClass mapping) {
        return mapping.getMethods().stream().noneMatch(method -> method.tryGetAnnotationOfType(WithName.class)
                .filter(name -> name.value().startsWith("quarkus.")).isPresent());
    }

    @Test
    void everyMappingIsHeldAgainstWhatItsSettingsMayBe() {
        assertThat(new ClassFileImporter().importPackages("io.eventmanagement").stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class) && isOfOurs(type)).map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(Settings.mappings().map(Class::getName).toList());
    }

    @Test
    void everyDefaultIsAllowed() {
        assertThat(SettingsCheck.notAllowed(Configured.with(Map.of()))).isEmpty();
    }

    @Test
    void eachSettingIsReadFromTheVariableOfItsName() {
        Settings.mappings().flatMap(mapping -> Arrays.stream(mapping.getDeclaredMethods())).forEach(method -> {
            Setting setting = Setting.of(method);
            String other = Stream.of("false", "true", "1", "7", "2027-01-31", "http://other", "10.0.0.7", "postgresql://h/n",
                    "redis://h", "http://proxy:3128", "fixed", "95")
                    .filter(setting.allowed().test()).filter(value -> !setting.byDefault().equals(Optional.of(value)))
                    .findFirst().orElseThrow();

            assertThat(read(Configured.with(Map.of(setting.variable(), other)), method)).as(setting.variable())
                    .isNotEqualTo(read(Configured.with(Map.of()), method));
        });
    }
}
