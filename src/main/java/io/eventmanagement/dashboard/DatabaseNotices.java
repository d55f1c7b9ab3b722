package io.eventmanagement.dashboard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import io.eventmanagement.database.Database;

/** In the database, where there is no Redis: one small table. */
final class DatabaseNotices implements Notices {

    private static final String LEAVE = "insert into dashboard (id, name, state, heard_at) values (?, ?, ?, now()) "
            + "on conflict (id) do update set name = excluded.name, state = excluded.state, heard_at = now()";

    /** What another replica is just about to forget is left to it. */
    private static final String FORGET = "delete from dashboard where id = any (array(select id from dashboard "
            + "where heard_at < now() - ? * interval '1 millisecond' limit ? for update skip locked))";

    private static final String ALL = "select id, name, state, (extract(epoch from now() - heard_at) * 1000)::bigint "
            + "from dashboard order by heard_at desc limit ?";

    private final Database database;

    DatabaseNotices(Database database) {
        this.database = database;
    }

    @Override
    public int periodSeconds() {
        return 3;
    }

    @Override
    public boolean areUp() {
        return database.isUp();
    }

    @Override
    public CompletionStage<List<Notice>> leave(Notice own) {
        return database.call(connection -> {
            execute(connection, LEAVE, UUID.fromString(own.id()), own.name(), own.state());
            execute(connection, FORGET, FORGOTTEN_MS, MOST);
            return all(connection);
        }).subscribeAsCompletionStage();
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static List<Notice> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ALL)) {
            select.setInt(1, MOST);
            List<Notice> all = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(new Notice(row.getString(1), row.getString(2), row.getString(3), row.getLong(4)));
                }
            }
            return all;
        }
    }

    @Override
    public CompletionStage<?> remove(String id) {
        return database.call(connection -> {
            execute(connection, "delete from dashboard where id = ?", UUID.fromString(id));
            return id;
        }).subscribeAsCompletionStage();
    }
}
