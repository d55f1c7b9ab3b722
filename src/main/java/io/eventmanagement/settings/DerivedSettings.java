package io.eventmanagement.settings;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.microprofile.config.spi.ConfigSource;

import io.quarkus.runtime.ExecutionMode;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;

/**
 * What follows from settings that name a file or a proxy: the secrets, and what Quarkus is told of TLS and of the proxy. It is
 * there only if they are set, which an expression can't say, and a group of Quarkus' settings must not be there by half.
 */
public final class DerivedSettings implements ConfigSourceFactory {

    private static final String NAME = "derived settings";

    /** Above application.properties, below the environment. */
    private static final int ORDINAL = 275;

    /** The proxy and the certificates, as Quarkus knows them. */
    private static final String NAMED = "upstream";

    private static final String CLIENT = "quarkus.rest-client.event-api.";
    private static final String PROXY = "quarkus.proxy." + NAMED + '.';
    private static final String TLS = "quarkus.tls." + NAMED + '.';

    /** Only when the service runs: a build would keep what it finds, as defaults of what is built, secrets included. */
    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ExecutionMode mode = ExecutionMode.current();
        return mode == ExecutionMode.RUNTIME_INIT || mode == ExecutionMode.RUNNING ? derive(context) : List.of();
    }

    static Iterable<ConfigSource> derive(ConfigSourceContext context) {
        Function<String, Optional<String>> settings = name -> Optional.ofNullable(context.getValue(name))
                .map(ConfigValue::getValue).filter(value -> !value.isEmpty());
        Map<String, String> derived = new HashMap<>();
        for (SecretFile secret : SecretFile.values()) {
            inFile(secret, settings).ifPresent(text -> derived.put(secret.property, literally(text)));
        }
        putTls(TlsFiles.of(settings), derived);
        inFile(SecretFile.PROXY, settings).or(() -> settings.apply(SecretFile.PROXY.property)).flatMap(ProxyUrl::parse)
                .ifPresent(url -> putProxy(url, settings.apply("event-api.connect-timeout-ms").orElse("1000"), derived));
        return derived.isEmpty() ? List.of() : List.of(new PropertiesConfigSource(derived, NAME, ORDINAL));
    }

    static boolean isSource(ConfigValue value) {
        return isSource(value.getConfigSourceName());
    }

    static boolean isSource(String name) {
        return name != null && name.contains(NAME);
    }

    private static Optional<String> inFile(SecretFile secret, Function<String, Optional<String>> settings) {
        return settings.apply(secret.fileProperty).flatMap(path -> {
            try {
                return Optional.of(SecretFile.read(path));
            } catch (IOException e) {
                return Optional.empty(); // CredentialsCheck says it, and ends the start.
            }
        });
    }

    /** What can't work is left out, so that the start gets as far as CredentialsCheck. */
    private static void putTls(TlsFiles files, Map<String, String> derived) {
        if (files.isEmpty() || !files.problems().isEmpty()) {
            return;
        }
        derived.put(CLIENT + "tls-configuration-name", NAMED);
        derived.put(TLS + "reload-period", "30S");
        files.ca().ifPresent(path -> derived.put(TLS + "trust-store.pem.certs", literally(path).replace(",", "\\,")));
        files.cert().ifPresent(path -> derived.put(TLS + "key-store.pem.0.cert", literally(path)));
        files.key().ifPresent(path -> derived.put(TLS + "key-store.pem.0.key", literally(path)));
    }

    private static void putProxy(ProxyUrl proxy, String connectTimeoutMs, Map<String, String> derived) {
        derived.put(CLIENT + "proxy-configuration-name", NAMED);
        derived.put("quarkus.oidc-client.proxy.proxy-configuration-name", NAMED);
        derived.put(PROXY + "host", proxy.host());
        derived.put(PROXY + "port", String.valueOf(proxy.port()));
        derived.put(PROXY + "proxy-connect-timeout", connectTimeoutMs + "ms");
        if (proxy.user() != null) {
            derived.put(PROXY + "username", literally(proxy.user()));
            derived.put(PROXY + "password", literally(proxy.password()));
        }
    }

    /** Not as an expression: what is in a secret's braces would be told where it isn't found. */
    private static String literally(String value) {
        return value.replace("$", "\\$");
    }
}
