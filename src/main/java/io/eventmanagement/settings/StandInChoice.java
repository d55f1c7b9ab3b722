package io.eventmanagement.settings;

import io.quarkus.runtime.LaunchMode;

/** Whether the stand-in for event.com is on. */
public final class StandInChoice {

    private StandInChoice() {
    }

    public static boolean isOn(EventApiConfig config, LaunchMode launchMode) {
        return config.standIn().orElseGet(() -> launchMode.isDevOrTest() && config.baseUrl().isEmpty());
    }
}
