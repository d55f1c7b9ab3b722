package io.eventmanagement.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.eventmanagement.Eventually.eventually;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;

import io.agroal.api.AgroalDataSource;
import io.eventmanagement.ShiftedTime;
import io.eventmanagement.UpstreamTest;
import io.restassured.response.Response;

/** A test of adds that are accepted first and delivered later, with a real PostgreSQL. */
abstract class AcceptedAddsTest extends UpstreamTest {

    /** After which nothing is sent that was claimed before; also the time between two looks for what is too old. */
    static final Duration TOO_LATE = Duration.ofSeconds(10);

    static final String EVENT = "{\"name\":\"Launch\",\"userId\":\"1\"}";

    @Inject
    AgroalDataSource dataSource;

    @Inject
    ShiftedTime time;

    @Inject
    Deliveries deliveries;

    @Inject
    Admission admission;

    @Inject
    Waiters waiters;

    @BeforeEach
    void givenAUser() {
        givenUser("1");
        givenNoEvent(empty());
    }

    @AfterEach
    void leaveNothing() throws SQLException {
        execute("truncate operation, idempotency_key");
    }

    void givenNoEvent(ResponseDefinitionBuilder answer) {
        eventCom.register(get(urlPathMatching("/getEventById/.*")).willReturn(answer));
    }

    Response accept(String prefer) {
        return accept(prefer, EVENT);
    }

    static Response accept(String prefer, String event) {
        return request().header("Prefer", prefer).contentType("application/json").body(event).post("/api/v1/events");
    }

    static Response acceptWithKey(String prefer, String key) {
        return request().header("Prefer", prefer).header("Idempotency-Key", key).contentType("application/json").body(EVENT)
                .post("/api/v1/events");
    }

    static Response addWithKey(String key) {
        return request().header("Idempotency-Key", key).contentType("application/json").body(EVENT).post("/api/v1/events");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String look(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As if another replica had accepted it. */
    Operation givenAccepted(Operation.New add) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Operations.accept(connection, add, null);
        }
    }

    static Operation.New add(String body, boolean askFirst) {
        return new Operation.New(UUID.randomUUID(), UUID.randomUUID().toString(), "1", "", body, askFirst, Duration.ZERO);
    }

    String state(Operation operation) {
        return look("select state from operation where id = '" + operation.id() + "'");
    }

    Response operation(Response accepted) {
        return request().get(accepted.header("Location"));
    }

    void eventuallyIs(String state, Response accepted) {
        eventually(state, () -> operation(accepted).path("state").equals(state));
    }

    int adds() {
        return eventCom.find(postRequestedFor(urlEqualTo("/addEvent"))).size();
    }
}
