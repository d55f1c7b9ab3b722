package io.eventmanagement.eventcom;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The stand-in's users and events as JSON, in the order of their arrival. */
final class EventStore {

    /** Limits memory, as a limit on the number of events alone wouldn't: each may be as large as a request body. */
    private static final long MAX_CHARACTERS = 32 * 1024 * 1024;

    // event.com's own data: ids repeat, and differ from the keys.
    private static final String USERS = """
            {
              "1": {"userName":"user1","id":1,"email":"hello@gmail.com","events":["event-1","event-3"]},
              "2": {"userName":"user2","id":2,"email":"hello2@gmail.com","events":["event-2"]},
              "3": {"userName":"user3","id":2,"email":"hello3@gmail.com","events":["event-4"]}
            }""";
    private static final String EVENTS = """
            {
              "event-1": {"id":1,"name":"Event 1","userId":1,"details":"This is the first event"},
              "event-2": {"id":1,"name":"Event 2","userId":2,"details":"This is the first event"},
              "event-3": {"id":1,"name":"Event 1","userId":1,"details":"This is the first event"},
              "event-4": {"id":1,"name":"Event 4","userId":3,"details":"This is the first event"}
            }""";

    // Events are stored as they were sent: 1.10 must not come back as 1.1.
    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    // Stored as text, so that listing very many events costs an event loop no more than joining them.
    private final Map<String, String> events = new LinkedHashMap<>();
    private final int maxEvents;
    private long listed;
    private long characters;

    EventStore(int maxEvents) {
        this.maxEvents = maxEvents;
        object(USERS).orElseThrow().properties().forEach(user -> users.put(user.getKey(), (ObjectNode) user.getValue()));
        object(EVENTS).orElseThrow().properties().forEach(event -> put(event.getKey(), event.getValue().toString()));
    }

    synchronized String users() {
        return array(users.values());
    }

    synchronized String events() {
        return array(events.values());
    }

    synchronized Optional<String> user(String key) {
        return Optional.ofNullable(users.get(key)).map(JsonNode::toString);
    }

    synchronized Optional<String> event(String key) {
        return Optional.ofNullable(events.get(key));
    }

    /** Stores an event and adds it to its user's list; false if it can't be read, its user is unknown, or there is no room. */
    boolean add(String json) {
        return object(json).map(this::add).orElse(false);
    }

    private synchronized boolean add(ObjectNode event) {
        JsonNode id = event.path("id");
        ObjectNode user = users.get(event.path("userId").asText());
        String text = event.toString();
        if (user == null || !(id.isNumber() || id.isTextual()) || listed >= maxEvents
                || characters + text.length() > MAX_CHARACTERS) {
            return false;
        }
        put(id.asText(), text);
        user.withArray("events").add(id);
        return true;
    }

    private void put(String key, String event) {
        events.put(key, event);
        // Overwriting an event counts as well: the user's list grows all the same.
        listed++;
        characters += event.length();
    }

    private Optional<ObjectNode> object(String json) {
        try {
            return mapper.readTree(json) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String array(Iterable<?> elements) {
        StringJoiner array = new StringJoiner(",", "[", "]");
        elements.forEach(element -> array.add(element.toString()));
        return array.toString();
    }
}
