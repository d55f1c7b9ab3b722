package io.eventmanagement.upstream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Makes objects of what event.com answered, for those who don't pass on its bytes. */
public final class AnswerJson {

    /** Ids may be numbers of any size: as text they have all their digits. */
    private static final ObjectMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private AnswerJson() {
    }

    /** @return the answer as an object, which it has been checked to be */
    public static JsonNode object(Answer answer) {
        try {
            return JSON.readTree(answer.json());
        } catch (IOException e) {
            throw UpstreamException.badAnswer("an object that can't be read");
        }
    }

    /**
     * Reads a part of a list; of the rest no objects are made.
     *
     * @param from the first item, counted from 0
     * @param most how many there are at most
     * @return the items, one more than asked for if there are any after them
     */
    public static <T> List<T> items(Answer.Listing list, int from, int most, Function<JsonNode, T> item) {
        List<T> items = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(list.json())) {
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
        return value != null && (value.isTextual() || value.isNumber()) ? value.asText() : null;
    }
}
