package io.eventmanagement.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import jakarta.annotation.Priority;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import io.eventmanagement.reads.Reads;

/**
 * Reads an {@link Answer}, whatever content type event.com gives it, and refuses anything but the promised JSON.
 * <p>
 * The text is walked through once and kept as it came, without building a tree or objects.
 */
@Provider
@ConstrainedTo(RuntimeType.CLIENT)
@Consumes(MediaType.WILDCARD)
@Priority(Priorities.USER - 100)
public class PromisedJsonReader implements MessageBodyReader<Answer> {

    /** Numbers, names and strings are passed on as they came, so only the answer's size limits their length. */
    private static final JsonFactory JSON = JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxNumberLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build())
            .build();

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return Answer.class.isAssignableFrom(type);
    }

    @Override
    public Answer readFrom(Class<Answer> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream body) throws IOException {
        // The whole body is there already. readAllBytes() would allocate 16 KiB for each answer, however short.
        return read(type, body.readNBytes(body.available()));
    }

    static Answer read(Class<? extends Answer> type, byte[] body) throws IOException {
        byte[] json = trimmed(body);
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            Answer answer = type == Answer.Listing.class ? readListing(parser, json) : readObject(type, parser, json);
            if (parser.nextToken() != null) {
                throw UpstreamException.badAnswer("more than one JSON text");
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw UpstreamException.badAnswer("malformed or incomplete JSON");
        }
    }

    private static Answer readListing(JsonParser parser, byte[] json) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            throw UpstreamException.badAnswer("an object instead of an array");
        }
        parser.skipChildren();
        return new Answer.Listing(json);
    }

    private static Answer readObject(Class<? extends Answer> type, JsonParser parser, byte[] json) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            throw UpstreamException.badAnswer("an array instead of an object");
        }
        JsonToken success = null;
        List<String> eventKeys = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (member.equals("success")) {
                success = value;
            } else if (member.equals("events") && type == Answer.User.class && value != JsonToken.VALUE_NULL) {
                eventKeys = readKeys(parser);
            }
            parser.skipChildren();
        }
        if (success == JsonToken.VALUE_FALSE) {
            throw UpstreamException.badAnswer("success: false");
        }
        if (type == Answer.User.class) {
            return new Answer.User(json, eventKeys);
        }
        if (type == Answer.Event.class) {
            return new Answer.Event(json);
        }
        if (success != JsonToken.VALUE_TRUE) {
            throw UpstreamException.badAnswer("an object without success: true");
        }
        return new Answer.Receipt(json);
    }

    /** Keys are strings, or numbers where an event was added with a number as its id. */
    private static List<String> readKeys(JsonParser parser) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            throw UpstreamException.badAnswer("a user whose events aren't an array");
        }
        List<String> keys = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING && !parser.currentToken().isNumeric()) {
                throw UpstreamException.badAnswer("an event key that is neither a string nor a number");
            }
            keys.add(parser.getText());
        }
        return keys;
    }

    /**
     * The text from its first bracket to its last, so that texts can be joined into an array. A byte order mark or UTF-16,
     * which JSON between systems must not have (RFC 8259, 8.1), is refused: joined with UTF-8 it would be garbage.
     */
    private static byte[] trimmed(byte[] body) {
        int from = 0;
        int to = body.length;
        while (from < to && isSpace(body[from])) {
            from++;
        }
        while (to > from && isSpace(body[to - 1])) {
            to--;
        }
        if (from == to) {
            throw UpstreamException.badAnswer("an empty body");
        }
        if ((body[from] != '[' && body[from] != '{') || (to - from > 1 && body[from + 1] == 0)) {
            throw UpstreamException.badAnswer("something other than JSON");
        }
        return from == 0 && to == body.length ? body : Arrays.copyOfRange(body, from, to);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
