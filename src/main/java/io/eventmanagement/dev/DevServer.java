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
 * In dev mode, a server of its own where none is set: Quarkus' Dev Services would need Docker. Its data are gone when dev mode
 * ends.
 */
abstract class DevServer implements ConfigSourceFactory {

    private static final Logger LOG = Logger.getLogger(DevServer.class);

    /** Below all others. */
    private static final int ORDINAL = -1_000;

    private final String setting;
    private final String starter;
    private final String without;

    /** Outlives what is loaded anew after a change. Not the setting's name: tests run in the same JVM, and most go without. */
    private final String running;

    /**
     * @param setting its URL's
     * @param starter the class that starts it
     * @param without what is the case if it can't be started
     */
    DevServer(String setting, String starter, String without) {
        this.setting = setting;
        this.starter = starter;
        this.without = without;
        this.running = "dev-mode." + setting;
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue given = context.getValue(setting);
        if (!context.getProfiles().contains("dev") || given != null && given.getValue() != null) {
            return List.of();
        }
        String url = running();
        return url == null ? List.of() : List.of(new PropertiesConfigSource(Map.of(setting, url), "dev " + setting, ORDINAL));
    }

    /** Null if it can't be started here. */
    private String running() {
        synchronized (DevServer.class) {
            return start();
        }
    }

    private String start() {
        if (System.getProperty(running) == null) {
            try {
                // By its name: its libraries are where dev mode and tests are, and a native image would look for them.
                Class<?> found = Class.forName(DevServer.class.getPackageName() + "." + starter);
                System.setProperty(running, (String) found.getMethod("start").invoke(null));
            } catch (ReflectiveOperationException | LinkageError e) {
                LOG.warn(without, e);
                System.setProperty(running, "");
            }
        }
        String url = System.getProperty(running);
        return url.isEmpty() ? null : url;
    }
}
