package io.eventmanagement;

import java.lang.reflect.Proxy;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the service, and ends it when it is told to. */
@QuarkusMain
public class Main {

    public static void main(String... args) {
        // Quarkus answers a URI that it can't parse before any route, with an empty body. RequestGate does the same check
        // and answers with a problem. (Tests and dev mode, which don't come through here, set this in pom.xml.)
        System.setProperty("vertx.disableURIValidation", "true");
        endWellOnTerm();
        Quarkus.run(args);
    }

    /**
     * A graceful end is a success. Left alone, the JVM ends with 143 after SIGTERM, as if it had been killed.
     * <p>
     * By reflection, since the compiler's warning at this class of the JDK can't be suppressed.
     */
    private static void endWellOnTerm() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object end = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] { handler }, (proxy, method, args) -> {
                Quarkus.asyncExit(0);
                return null;
            });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance("TERM"),
                    end);
        } catch (ReflectiveOperationException e) {
            // The JVM keeps the signal to itself (-Xrs). It ends as well, with its own exit code.
            return;
        }
    }
}
