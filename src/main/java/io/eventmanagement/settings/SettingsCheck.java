package io.eventmanagement.settings;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.jboss.logging.Logger;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;

/** Ends the start when settings can't work, naming for each the variable, its value and what it may be. */
class SettingsCheck {

    private static final Logger LOG = Logger.getLogger(SettingsCheck.class);

    /** What Kubernetes sets in each pod for a Service that is named like one of our prefixes, such as {@code cache}. */
    private static final Pattern SERVICE_LINK = Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_.+)?)");

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start, SmallRyeConfig config,
            CircuitBreakerConfig circuits, OidcConfig tokens,
            EventApiConfig eventApi) {
        List<String> problems = notAllowed(config);
        if (problems.isEmpty()) {
            checkWaits(circuits, problems);
            checkTokens(tokens, problems);
            checkConcurrency(config, eventApi, problems);
            CredentialsCheck.check(config, problems);
        }
        // In dev and test mode Quarkus keeps the ports over restarts.
        if (problems.isEmpty() && LaunchMode.current() == LaunchMode.NORMAL) {
            checkPorts(config, problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "The service can't start with these settings:\n  " + String.join("\n  ", problems));
        }
        unknown(config)
                .forEach(name -> LOG.warnf("%s is no setting of this service, and has no effect (docs/settings.md)", name));
    }

    static List<String> notAllowed(SmallRyeConfig config) {
        List<String> problems = new ArrayList<>();
        Settings.ALL.values().forEach(setting -> {
            ConfigValue given = config.getConfigValue(setting.property());
            String raw = given.getRawValue();
            String value = raw != null && raw.contains("${") ? given.getValue() : raw;
            if (value != null && !setting.allowed().test().test(value)) {
                problems.add(where(setting, given, value, config) + setting.allowed().words());
            } else if (value == null && raw != null) {
                problems.add(setting.variable() + "=" + setting.told(raw)
                        + ": ${ begins an expression, and this one refers to what isn't set");
            }
        });
        return problems;
    }

    /** What is refused may have stood in a file. */
    private static String where(Setting setting, ConfigValue given, String value, SmallRyeConfig config) {
        Optional<SecretFile> file = SecretFile.of(setting.property()).filter(secret -> DerivedSettings.isSource(given));
        if (file.isPresent()) {
            String named = file.get().fileProperty;
            return Setting.variable(named) + "=" + config.getConfigValue(named).getValue() + ": allowed in this file is ";
        }
        return setting.variable() + "=" + setting.told(value) + ": allowed is ";
    }

    static void checkWaits(CircuitBreakerConfig circuits, List<String> problems) {
        long first = circuits.resetTimeout().toMillis();
        long longest = circuits.maxResetTimeout().toMillis();
        if (longest < first) {
            problems.add("CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS=" + longest
                    + ": allowed is CIRCUIT_BREAKER_RESET_TIMEOUT_MS or more, which is " + first);
        }
    }

    /** Where only the most is given, it is the least too. */
    static void checkConcurrency(SmallRyeConfig config, EventApiConfig eventApi, List<String> problems) {
        int least = eventApi.minConcurrency();
        int most = eventApi.maxConcurrency();
        boolean isGiven = config.getConfigValue("event-api.min-concurrency").getConfigSourceOrdinal() > Integer.MIN_VALUE;
        if (eventApi.concurrency() == Concurrency.ADAPTIVE && isGiven && least > most) {
            problems.add(
                    "EVENT_API_MIN_CONCURRENCY=" + least + ": allowed is EVENT_API_MAX_CONCURRENCY or less, which is " + most
                            + ", unless EVENT_API_CONCURRENCY=fixed");
        }
    }

    static void checkTokens(OidcConfig tokens, List<String> problems) {
        if (!tokens.enabled()) {
            return;
        }
        if (tokens.issuer().isEmpty()) {
            problems.add("OIDC_ISSUER isn't set: OIDC_ENABLED=true needs it");
        }
        if (tokens.audience().isEmpty()) {
            problems.add("OIDC_AUDIENCE isn't set: OIDC_ENABLED=true needs it");
        }
    }

    private static void checkPorts(SmallRyeConfig config, List<String> problems) {
        int port = config.getValue("quarkus.http.port", int.class);
        int managementPort = config.getValue("quarkus.management.port", int.class);
        if (port == managementPort && port != 0) {
            problems.add("MANAGEMENT_PORT=" + managementPort + ": PORT is the same; they must differ");
            return;
        }
        checkFree("PORT", port, problems);
        checkFree("MANAGEMENT_PORT", managementPort, problems);
    }

    private static void checkFree(String name, int port, List<String> problems) {
        try (ServerSocket socket = new ServerSocket(port)) {
            socket.setReuseAddress(true);
        } catch (IOException e) {
            problems.add(name + "=" + port + ": this port is taken by another process (" + e.getMessage() + ")");
        }
    }

    /**
     * What looks like a setting of ours and is none, as environment variables. It doesn't fail the start: the environment is
     * everybody's.
     */
    static List<String> unknown(SmallRyeConfig config) {
        Set<String> known = Settings.ALL.values().stream().map(Setting::variable).collect(Collectors.toSet());
        List<String> beginnings = Settings.prefixes()
                .flatMap(prefix -> Stream.of(prefix + '.', Setting.variable(prefix) + '_')).toList();
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> beginnings.stream().anyMatch(name::startsWith))
                .map(Setting::variable).distinct()
                .filter(name -> !known.contains(name) && !SERVICE_LINK.matcher(name).matches()).sorted().toList();
    }
}
