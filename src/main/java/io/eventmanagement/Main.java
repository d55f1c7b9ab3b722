package io.eventmanagement;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the service. */
@QuarkusMain
public class Main {

    public static void main(String... args) {
        // Quarkus answers a URI that it can't parse before any route, with an empty body. RequestGate does the same check
        // and answers with a problem. (Tests and dev mode, which don't come through here, set this in pom.xml.)
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(args);
    }
}
