package io.eventmanagement.dev;

import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.logging.Logger;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;

/**
 * In dev mode, a PostgreSQL of its own where none is set: Quarkus' Dev Services would need Docker. Its data are gone when dev
 * mode ends.
 */
public final class DevDatabase implements ConfigSourceFactory {

    private static final Logger LOG = Logger.getLogger(DevDatabase.class);

    private static final String SETTING = "database.url";

    /** Outlives what is loaded anew after a change. Not the setting's name: tests run in the same JVM, and most go without. */
    private static final String RUNNING = "dev-mode." + SETTING;

    /** Below all others. */
    private static final int ORDINAL = -1_000;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue given = context.getValue(SETTING);
        if (!context.getProfiles().contains("dev") || given != null && given.getValue() != null) {
            return List.of();
        }
        String url = running();
        return url == null ? List.of() : List.of(new PropertiesConfigSource(Map.of(SETTING, url), "dev database", ORDINAL));
    }

    /** Null if it can't be started here. */
    private static synchronized String running() {
        if (System.getProperty(RUNNING) == null) {
            try {
                // By its name: its libraries are where dev mode and tests are, and a native image would look for them.
                Class<?> starter = Class.forName(DevDatabase.class.getPackageName() + ".DevPostgres");
                System.setProperty(RUNNING, (String) starter.getMethod("start").invoke(null));
            } catch (ReflectiveOperationException | LinkageError e) {
                LOG.warnf(e, "No PostgreSQL can be started here, so durable adds are off");
                System.setProperty(RUNNING, "");
            }
        }
        String url = System.getProperty(RUNNING);
        return url.isEmpty() ? null : url;
    }
}
