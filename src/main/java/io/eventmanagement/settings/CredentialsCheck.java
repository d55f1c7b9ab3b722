package io.eventmanagement.settings;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.smallrye.config.SmallRyeConfig;

/** What is wrong with credentials that are allowed each by itself. No secret is told. */
final class CredentialsCheck {

    private static final String TOKEN_URL = "event-api.oauth-token-url";
    private static final String CLIENT_ID = "event-api.oauth-client-id";
    private static final String KEY_HEADER = "event-api.key-header";

    private final SmallRyeConfig config;
    private final List<String> problems;

    private CredentialsCheck(SmallRyeConfig config, List<String> problems) {
        this.config = config;
        this.problems = problems;
    }

    static void check(SmallRyeConfig config, List<String> problems) {
        CredentialsCheck check = new CredentialsCheck(config, problems);
        for (SecretFile secret : SecretFile.values()) {
            check.file(secret);
        }
        check.tokens();
        problems.addAll(TlsFiles.of(check::value).problems());
    }

    private Optional<String> value(String property) {
        return Optional.ofNullable(config.getConfigValue(property).getValue()).filter(value -> !value.isEmpty());
    }

    private void file(SecretFile secret) {
        Optional<String> path = value(secret.fileProperty);
        if (path.isEmpty()) {
            return;
        }
        if (isGiven(secret.property)) {
            problems.add(Setting.variable(secret.property) + " and " + Setting.variable(secret.fileProperty)
                    + " are both set: allowed is one of them");
            return;
        }
        try {
            SecretFile.read(path.get());
        } catch (IOException e) {
            problems.add(Setting.variable(secret.fileProperty) + '=' + path.get() + ": " + e.getMessage());
        }
    }

    /** In any source: where a file is named, its secret hides those of sources of lower ordinals. */
    private boolean isGiven(String property) {
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .anyMatch(source -> !DerivedSettings.isSource(source.getName()) && source.getValue(property) != null);
    }

    private void tokens() {
        String secret = SecretFile.CLIENT_SECRET.property;
        if (value(TOKEN_URL).isEmpty()) {
            Stream.of(CLIENT_ID, secret, "event-api.oauth-scope").filter(property -> value(property).isPresent())
                    .forEach(property -> problems.add(needs(property, TOKEN_URL)));
            return;
        }
        if (value(CLIENT_ID).isEmpty()) {
            problems.add(needs(TOKEN_URL, CLIENT_ID));
        }
        // With a file that can't be read that is the problem, and has been told.
        if (value(secret).isEmpty() && value(SecretFile.CLIENT_SECRET.fileProperty).isEmpty()) {
            problems.add(needs(TOKEN_URL, secret));
        }
        if (value(SecretFile.KEY.property).isPresent()
                && value(KEY_HEADER).filter("Authorization"::equalsIgnoreCase).isPresent()) {
            problems.add(
                    "EVENT_API_KEY_HEADER=Authorization: this header is the token's while EVENT_API_OAUTH_TOKEN_URL is set");
        }
    }

    private static String needs(String property, String needed) {
        return Setting.variable(needed) + " isn't set: " + Setting.variable(property) + " needs it";
    }
}
