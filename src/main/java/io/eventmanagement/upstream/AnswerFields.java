package io.eventmanagement.upstream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.JsonTokenId;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.eventmanagement.reads.Reads;

/** Reads the fields of event.com's answers, where passing on the bytes isn't enough. */
public final class AnswerFields {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AnswerFields() {
    }

    /** @return the answer as an object; it has been checked to be one */
    public static JsonNode object(Answer answer) {
        try {
            return parser(answer).readValueAsTree();
        } catch (IOException e) {
            throw UpstreamException.badAnswer("an object that can't be read");
        }
    }

    private static JsonParser parser(Answer answer) throws IOException {
        return new NumbersAsText(JSON.createParser(answer.json()));
    }

    /**
     * Reads a part of a list, without making objects of the rest.
     *
     * @param from the index of the first item, counted from 0
     * @param most how many items to read at most
     * @return the items, and one more than {@code most} if the list goes on after them
     */
    public static <T> List<T> items(Answer.Listing list, int from, int most, Function<JsonNode, T> item) {
        List<T> items = new ArrayList<>();
        try (JsonParser parser = parser(list)) {
            parser.nextToken();
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY && items.size() <= most; i++) {
                if (!parser.isExpectedStartObjectToken()) {
                    throw UpstreamException.badAnswer("a list of something other than objects");
                }
                if (i < from) {
                    parser.skipChildren();
                } else {
                    items.add(item.apply(parser.readValueAsTree()));
                }
            }
            return items;
        } catch (IOException e) {
            throw UpstreamException.badAnswer("a list that can't be read");
        }
    }

    /** A member as text, whether it is a string or a number; null if it is neither. */
    public static String text(JsonNode object, String member) {
        JsonNode value = object.get(member);
        return value == null ? null : value.textValue();
    }

    /**
     * Reads numbers as text, spelt as they came. Ids may be numbers of any size: parsing {@code 1e9999999999} would fail, and
     * writing {@code 1e999999999} could take a gigabyte.
     */
    private static final class NumbersAsText extends JsonParserDelegate {

        private NumbersAsText(JsonParser parser) {
            super(parser);
        }

        private static JsonToken asText(JsonToken token) {
            return token != null && token.isNumeric() ? JsonToken.VALUE_STRING : token;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            return asText(super.nextToken());
        }

        @Override
        public JsonToken nextValue() throws IOException {
            return asText(super.nextValue());
        }

        @Override
        public JsonToken currentToken() {
            return asText(super.currentToken());
        }

        @Override
        public int currentTokenId() {
            JsonToken token = currentToken();
            return token == null ? JsonTokenId.ID_NO_TOKEN : token.id();
        }

        @Override
        public boolean hasToken(JsonToken token) {
            return currentToken() == token;
        }

        @Override
        public boolean hasTokenId(int id) {
            return currentTokenId() == id;
        }
    }
}
