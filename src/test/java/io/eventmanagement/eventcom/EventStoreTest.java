package io.eventmanagement.eventcom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStoreTest {

    private static final Map<String, String> USERS = Map.of(
            "1", """
                    {"userName":"user1","id":1,"email":"hello@gmail.com","events":["event-1","event-3"]}""",
            "2", """
                    {"userName":"user2","id":2,"email":"hello2@gmail.com","events":["event-2"]}""",
            "3", """
                    {"userName":"user3","id":2,"email":"hello3@gmail.com","events":["event-4"]}""");
    private static final Map<String, String> EVENTS = Map.of(
            "event-1", """
                    {"id":1,"name":"Event 1","userId":1,"details":"This is the first event"}""",
            "event-2", """
                    {"id":1,"name":"Event 2","userId":2,"details":"This is the first event"}""",
            "event-3", """
                    {"id":1,"name":"Event 1","userId":1,"details":"This is the first event"}""",
            "event-4", """
                    {"id":1,"name":"Event 4","userId":3,"details":"This is the first event"}""");

    private final EventStore store = new EventStore(100);

    @Test
    void itStartsWithTheUsersOfEventCom() {
        assertThat(store.users()).isEqualTo("[" + USERS.get("1") + "," + USERS.get("2") + "," + USERS.get("3") + "]");
        assertThat(USERS).allSatisfy((key, user) -> assertThat(store.user(key)).contains(user));
    }

    @Test
    void itStartsWithTheEventsOfEventCom() {
        assertThat(store.events()).isEqualTo("[" + EVENTS.get("event-1") + "," + EVENTS.get("event-2") + ","
                + EVENTS.get("event-3") + "," + EVENTS.get("event-4") + "]");
        assertThat(EVENTS).allSatisfy((key, event) -> assertThat(store.event(key)).contains(event));
    }

    @Test
    void usersAndEventsAreFoundByTheirKeysNotTheirIds() {
        assertThat(store.event("1")).isEmpty();
        assertThat(store.user("user1")).isEmpty();
    }

    @Test
    void anAddedEventIsLastAmongTheEventsAndOfItsUser() {
        String event = """
                {"id":"e","name":"New","userId":"2"}""";

        assertThat(store.add(event)).isTrue();

        assertThat(store.event("e")).contains(event);
        assertThat(store.events()).endsWith("," + event + "]");
        assertThat(store.user("2")).hasValueSatisfying(user -> assertThat(user).endsWith("\"events\":[\"event-2\",\"e\"]}"));
    }

    @Test
    void anEventIsStoredFieldForField() {
        String event = """
                {"zone":null,"userId":1,"id":7,"price":1.10,"big":123456789012345678901234567890,"tags":["ü",{"a":1e3}]}""";

        assertThat(store.add(event)).isTrue();

        assertThat(store.event("7")).contains(event.replace("1e3", "1E+3"));
    }

    @Test
    void anIdThatIsANumberStaysANumberInTheUsersList() {
        assertThat(store.add("{\"id\":7,\"userId\":3}")).isTrue();
        assertThat(store.add("{\"id\":\"8\",\"userId\":\"3\"}")).isTrue();

        assertThat(store.user("3")).hasValueSatisfying(user -> assertThat(user).endsWith("[\"event-4\",7,\"8\"]}"));
    }

    @Test
    void anIdPostedTwiceOverwritesTheEventAndIsListedTwice() {
        assertThat(store.add("{\"id\":\"e\",\"userId\":1,\"name\":\"first\"}")).isTrue();
        assertThat(store.add("{\"id\":\"e\",\"userId\":1,\"name\":\"second\"}")).isTrue();

        assertThat(store.event("e")).contains("{\"id\":\"e\",\"userId\":1,\"name\":\"second\"}");
        assertThat(store.events()).containsOnlyOnce("\"e\"");
        assertThat(store.user("1")).hasValueSatisfying(user -> assertThat(user).endsWith("\"event-3\",\"e\",\"e\"]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "{", "null", "[]", "7", "<html>", "{\"id\":1,\"userId\":1}x", "{\"userId\":1}", "{\"id\":1}",
            "{\"id\":null,\"userId\":1}", "{\"id\":[1],\"userId\":1}", "{\"id\":1,\"userId\":9}", "{\"id\":1,\"userId\":[1]}",
            "{\"id\":1,\"userId\":\"user1\"}" })
    void whatIsNoEventOfAKnownUserIsNotStored(String json) {
        String users = store.users();
        String events = store.events();

        assertThat(store.add(json)).isFalse();

        assertThat(store.users()).isEqualTo(users);
        assertThat(store.events()).isEqualTo(events);
    }

    @Test
    void pastItsBoundNothingIsStored() {
        EventStore small = new EventStore(6);

        assertThat(small.add("{\"id\":\"a\",\"userId\":1}")).isTrue();
        assertThat(small.add("{\"id\":\"b\",\"userId\":1}")).isTrue();
        assertThat(small.add("{\"id\":\"c\",\"userId\":1}")).isFalse();
        assertThat(small.event("c")).isEmpty();
    }

    @Test
    void overwritingCountsTowardsTheBoundSinceTheUsersListGrows() {
        EventStore small = new EventStore(6);

        assertThat(small.add("{\"id\":\"a\",\"userId\":1}")).isTrue();
        assertThat(small.add("{\"id\":\"a\",\"userId\":1}")).isTrue();
        assertThat(small.add("{\"id\":\"a\",\"userId\":1}")).isFalse();
    }

    @Test
    void largeEventsAreBoundedByTheirSize() {
        EventStore store = new EventStore(Integer.MAX_VALUE);
        String large = "{\"id\":\"%d\",\"userId\":1,\"details\":\"" + "x".repeat(4 * 1024 * 1024) + "\"}";

        for (int i = 0; i < 7; i++) {
            assertThat(store.add(large.formatted(i))).isTrue();
        }
        assertThat(store.add(large.formatted(7))).isFalse();
    }

    @Test
    void noEventIsLostWhenManyAreAddedAtOnce() throws InterruptedException {
        EventStore store = new EventStore(Integer.MAX_VALUE);
        int threads = 16;
        int eventsOfEach = 500;
        AtomicInteger ids = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        executor.invokeAll(Collections.nCopies(threads, Executors.callable(() -> {
            for (int i = 0; i < eventsOfEach; i++) {
                store.add("{\"id\":\"new-%d\",\"userId\":2}".formatted(ids.getAndIncrement()));
            }
        })));
        executor.shutdown();

        assertThat(store.events().split("\"new-", -1)).hasSize(threads * eventsOfEach + 1);
        assertThat(store.user("2").orElseThrow().split("\"new-", -1)).hasSize(threads * eventsOfEach + 1);
    }
}
