package io.eventmanagement.settings;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where PostgreSQL is. Without a URL there is none, and nothing that needs one is on. */
@ConfigMapping(prefix = "database")
public interface DatabaseConfig {

    @Form(TextForm.POSTGRESQL_URL)
    Optional<String> url();

    /** Comes before a user in the URL. */
    @Form(TextForm.ANYTHING)
    Optional<String> username();

    @Form(TextForm.ANYTHING)
    Optional<String> password();

    @Form(TextForm.FILE)
    Optional<String> passwordFile();

    /** Of each replica. */
    @WithDefault("8")
    @Limits(min = 1, max = 100)
    int maxConnections();
}
