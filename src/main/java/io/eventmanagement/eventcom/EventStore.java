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

/** The users and events of event.com, in the order in which they came, as the JSON that goes over the wire. */
final class EventStore {

    /** A number of events alone is no bound on memory, since each may be as large as a body. */
    private static final long MAX_CHARACTERS = 32 * 1024 * 1024;

    // Ids that repeat, and that differ from the keys, are event.com's own.
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

    // What is stored is what was sent: 1.10 must not come back as 1.1.
    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    // As text, so that an answer with very many events costs an event loop no more than joining them.
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

    /** Stores an event, and lists it with its user; false if it is unreadable, its user is unknown, or there is no room. */
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
        // An event that is overwritten counts as well: the user's list grows by it.
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
