package io.eventmanagement;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.eventmanagement.circuit.Circuit;
import io.eventmanagement.testing.ApiDescription;
import io.eventmanagement.testing.HostileRequests;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/**
 * Requests of every kind, made from the API's description and from worse. For more of them, or others:
 * {@code ./mvnw test -Dtest=FuzzTest -Dfuzz.requests=5000 -Dfuzz.seed=2}.
 */
@QuarkusTest
@TestProfile(WireMockUpstream.class)
class FuzzTest extends UpstreamTest {

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 150);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    /** What the HTTP server itself refuses, before there is a route, and without a body. */
    private static final Set<Integer> OF_THE_SERVER = Set.of(400, 413, 414, 417, 431, 501, 505);

    private final Map<Integer, Integer> statuses = new TreeMap<>();

    @Test
    void isAnsweredAsDescribedAndNeverWithAnInternalError() throws IOException {
        HostileRequests requests = new HostileRequests(SEED);
        for (int i = 0; i < REQUESTS; i++) {
            if (i % 50 == 0) {
                startOver(i / 50 % 4 != 3);
            }
            byte[] request = requests.next();
            String answer = send(request);
            String what = "request " + i + " of seed " + SEED + ":\n" + new String(request, ISO_8859_1) + "\nanswer:\n"
                    + answer;
            assertAnswer(request, answer, what.length() > 4_000 ? what.substring(0, 4_000) : what);
        }

        System.getLogger("fuzz").log(System.Logger.Level.INFO, "answers by status (0: none) " + statuses);
        assertThat(statuses.keySet()).as("it gets further than the first check").contains(200, 201, 304, 400, 404, 405, 415,
                502);
        startOver(true);
        assertThat(request().get("/getUsers").statusCode()).as("afterwards").isEqualTo(200);
    }

    /** Most of the time event.com works. */
    private void startOver(boolean works) {
        eventCom.resetToDefaultMappings();
        circuits.all().forEach(Circuit::reset);
        eventCom.register(any(anyUrl()).atPriority(10).willReturn(works ? empty() : json("<html>").withStatus(500)));
        if (works) {
            givenGet("/getUsers", json("[{\"id\":1,\"userName\":\"u\"}]"));
            givenGet("/getEvents", json("[{\"id\":1},{\"id\":\"x\"}]"));
            givenUser("1", "event-1", "gone");
            givenEvent("event-1", json("{\"id\":1,\"name\":\"n\"}"));
            givenAdd(json(ADDED));
        }
    }

    /** @return all that comes back before the connection ends */
    private static String send(byte[] request) throws IOException {
        try (Socket socket = RawHttp.connect()) {
            // An incomplete request is waited for; answers come sooner.
            socket.setSoTimeout(600);
            StringBuilder answer = new StringBuilder();
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
                byte[] chunk = new byte[8_192];
                for (int n = socket.getInputStream().read(chunk); n >= 0; n = socket.getInputStream().read(chunk)) {
                    answer.append(new String(chunk, 0, n, ISO_8859_1));
                }
            } catch (SocketTimeoutException | SocketException e) {
                // What there is until then has to do.
            }
            return answer.toString();
        }
    }

    private void assertAnswer(byte[] request, String answer, String what) {
        if (answer.isEmpty()) {
            statuses.merge(0, 1, Integer::sum);
            return;
        }
        // The HTTP server gives back the protocol's name as it was sent, whatever that is.
        assertThat(answer).as(what).containsPattern("^\\S+/\\d\\.\\d [1-5]\\d\\d ").contains("\r\n\r\n");
        int end = answer.indexOf("\r\n\r\n");
        String head = answer.substring(0, end);
        String body = new String(answer.substring(end + 4).getBytes(ISO_8859_1), UTF_8);
        int status = Integer.parseInt(head.split(" ")[1]);
        statuses.merge(status, 1, Integer::sum);
        assertThat(status).as(what).isNotEqualTo(500);
        assertThat(body).as(what).doesNotContainPattern("\\b(io|java|jakarta|com|org)\\.[a-z]+\\.[a-zA-Z]")
                .doesNotContain("Exception").doesNotContainPattern("\\bat [\\w.$]+\\(");
        if (body.isEmpty() && OF_THE_SERVER.contains(status)) {
            return;
        }
        String[] line = new String(request, ISO_8859_1).split("\r\n", 2)[0].split(" ");
        String type = header(head, "content-type");
        if (status >= 400 && !line[0].equals("HEAD")) {
            assertThat(type).as(what).isEqualTo("application/problem+json");
        }
        // These are answers where there is no operation.
        if (line.length == 3 && status != 405 && !body.contains("urn:problem:not-found\"") && status != 100) {
            ApiDescription.find(line[0], line[1].split("[?#]")[0])
                    .ifPresent(operation -> ApiDescription.assertAnswer(operation, status, type, body));
        }
    }

    private static String header(String head, String name) {
        return Arrays.stream(head.split("\r\n")).filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse(null);
    }
}
