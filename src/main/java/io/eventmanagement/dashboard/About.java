package io.eventmanagement.dashboard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.eventmanagement.settings.ChangedSettings;
import io.eventmanagement.settings.DashboardConfig;
import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.settings.StandInChoice;
import io.eventmanagement.time.Time;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What doesn't change while this replica runs: its name, its version and its settings. */
@Singleton
class About {

    /** Quarkus' own settings, which are read here as well. */
    @ConfigMapping(prefix = "")
    interface ApplicationConfig {

        @WithName("quarkus.application.version")
        String version();
    }

    private final ApplicationConfig application;
    private final ChangedSettings settings;
    private final DashboardConfig config;
    private final EventApiConfig eventApi;
    private final LaunchMode launchMode;
    private final Time time;

    About(ApplicationConfig application, ChangedSettings settings, DashboardConfig config, EventApiConfig eventApi,
            LaunchMode launchMode, Time time) {
        this.application = application;
        this.settings = settings;
        this.config = config;
        this.eventApi = eventApi;
        this.launchMode = launchMode;
        this.time = time;
    }

    /** May wait for the name of this host, so not on an event loop. */
    JsonObject json() {
        boolean hasStandIn = StandInChoice.isOn(eventApi, launchMode);
        JsonArray changed = new JsonArray();
        settings.all().forEach(one -> changed.add(new JsonObject().put("name", one.variable()).put("value", one.value())));
        return new JsonObject().put("replica", host()).put("version", application.version())
                .put("startedAt", time.instant().toEpochMilli()).put("actions", config.actions())
                .put("standIn", hasStandIn)
                .put("plays", hasStandIn && (config.actions() || launchMode == LaunchMode.DEVELOPMENT)).put("settings", changed)
                .put("eventCom", eventApi.baseUrl().orElse(""));
    }

    /** In Kubernetes the name of the pod. */
    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A name that nobody can look up: containers have it here too.
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("unknown");
        }
    }
}
