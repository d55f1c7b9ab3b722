package io.eventmanagement.settings;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;

/** Ends the start when settings can't work, naming for each the variable, its value and what it may be. */
class SettingsCheck {

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start, SmallRyeConfig config) {
        List<String> problems = notAllowed(config);
        if (problems.isEmpty()) {
            checkWaits(config, problems);
            checkTokens(config, problems);
        }
        // In dev and test mode Quarkus keeps the ports over restarts.
        if (problems.isEmpty() && LaunchMode.current() == LaunchMode.NORMAL) {
            checkPorts(config, problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "The service can't start with these settings:\n  " + String.join("\n  ", problems));
        }
    }

    static List<String> notAllowed(SmallRyeConfig config) {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(Settings.ALLOWED).forEach((name, allowed) -> {
            ConfigValue setting = config.getConfigValue(name);
            String given = setting.getRawValue();
            String value = given != null && given.contains("${") ? setting.getValue() : given;
            if (value != null && !allowed.test().test(value)) {
                problems.add(name + "=" + value + ": allowed is " + allowed.words());
            }
        });
        return problems;
    }

    static void checkWaits(SmallRyeConfig config, List<String> problems) {
        long first = config.getValue("CIRCUIT_BREAKER_RESET_TIMEOUT_MS", long.class);
        long longest = config.getValue("CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS", long.class);
        if (longest < first) {
            problems.add("CIRCUIT_BREAKER_MAX_RESET_TIMEOUT_MS=" + longest
                    + ": allowed is CIRCUIT_BREAKER_RESET_TIMEOUT_MS or more, which is " + first);
        }
    }

    static void checkTokens(SmallRyeConfig config, List<String> problems) {
        if (!"true".equals(config.getConfigValue("OIDC_ENABLED").getRawValue())) {
            return;
        }
        for (String needed : List.of("OIDC_ISSUER", "OIDC_AUDIENCE")) {
            if (config.getConfigValue(needed).getValue() == null) {
                problems.add(needed + " isn't set: OIDC_ENABLED=true needs it");
            }
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
}
