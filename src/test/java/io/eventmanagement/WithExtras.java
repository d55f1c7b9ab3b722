package io.eventmanagement;

import java.util.Map;
import java.util.TreeMap;

/** The service in front of WireMock, with what is off by default and changes its headers alone. */
public class WithExtras extends WireMockUpstream {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new TreeMap<>(super.getConfigOverrides());
        settings.put("cors-origins", "https://app.example.com,http://localhost:8080");
        settings.put("legacy-deprecation-date", "2027-01-31");
        return settings;
    }
}
