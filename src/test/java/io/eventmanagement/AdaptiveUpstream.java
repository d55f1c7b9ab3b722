package io.eventmanagement;

import java.util.HashMap;
import java.util.Map;

/** The same as {@link WideUpstream}, with a limit that follows what event.com shows, as it is by default. */
public class AdaptiveUpstream extends WideUpstream {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.remove("event-api.concurrency");
        return settings;
    }
}
