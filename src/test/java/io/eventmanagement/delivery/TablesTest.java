package io.eventmanagement.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import io.eventmanagement.TestPostgres;
import io.eventmanagement.delivery.KeyUse.Binding;
import io.eventmanagement.delivery.Operation.State;

/** A test of the tables in a real PostgreSQL, as two replicas see them. */
abstract class TablesTest {

    static final Duration LEASE = Duration.ofMinutes(1);
    static final KeyUse KEY = new KeyUse("k", new byte[] { 1 });

    private static TestPostgres postgres;

    Connection one;
    Connection other;

    @BeforeAll
    static void start() throws IOException {
        postgres = new TestPostgres();
        try (Stream<Path> migrations = Files.list(Path.of("src/main/resources/db/migration"))) {
            for (Path migration : migrations.sorted().toList()) {
                postgres.execute(Files.readString(migration));
            }
        }
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void connectTwice() throws SQLException {
        one = postgres.connect();
        other = postgres.connect();
    }

    @AfterEach
    void leaveNothing() throws SQLException {
        one.close();
        other.close();
        postgres.execute("truncate operation, idempotency_key");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static Operation.New add(String user) {
        return new Operation.New(UUID.randomUUID(), UUID.randomUUID().toString(), user, "", "{}");
    }

    Operation accept(String user) throws SQLException {
        return Operations.accept(one, add(user), null);
    }

    /** As a replica does it: in one transaction. */
    Operation acceptWithKey(Operation.New add) throws SQLException {
        one.setAutoCommit(false);
        Operations.lock(one, add.userId());
        Binding binding = KEY.bind(one, add);
        Operation operation = binding.known().isPresent() ? Rows.find(one, binding.known().get()).orElseThrow()
                : Operations.accept(one, binding.add(), LEASE);
        one.commit();
        one.setAutoCommit(true);
        return operation;
    }

    List<Operation> claim() throws SQLException {
        return Operations.claim(one, 10, LEASE);
    }

    Operation end(Operation operation, State state) throws SQLException {
        return Operations.finish(one, operation, state, null, state == State.DELIVERED ? "{}" : null).orElseThrow();
    }

    Operation now(Operation operation) throws SQLException {
        return Rows.find(one, operation.id()).orElseThrow();
    }

    /** As if it had been done long ago. */
    void age(Operation operation, String column) throws SQLException {
        execute(one, "update operation set " + column + " = now() - interval '2 days' where id = '" + operation.id() + "'");
    }

    static List<UUID> ids(List<Operation> operations) {
        return operations.stream().map(Operation::id).toList();
    }
}
