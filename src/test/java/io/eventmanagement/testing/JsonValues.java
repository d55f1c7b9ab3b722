package io.eventmanagement.testing;

import java.math.BigDecimal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any JSON: all kinds of values, nested, with any characters and numbers of any size and scale. */
public final class JsonValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final int LEVELS = 3;

    private JsonValues() {
    }

    public static Arbitrary<JsonNode> values() {
        return values(LEVELS);
    }

    public static Arbitrary<ArrayNode> arrays() {
        return arraysOf(values()).withoutEdgeCases();
    }

    public static Arbitrary<ObjectNode> objects() {
        return objectsOf(values()).withoutEdgeCases();
    }

    private static Arbitrary<JsonNode> values(int levels) {
        if (levels == 0) {
            return scalars();
        }
        Arbitrary<JsonNode> inner = values(levels - 1);
        return Arbitraries.oneOf(scalars(), arraysOf(inner).map(array -> array), objectsOf(inner).map(object -> object));
    }

    private static Arbitrary<ArrayNode> arraysOf(Arbitrary<JsonNode> items) {
        return items.list().ofMaxSize(4).map(list -> JSON.arrayNode().addAll(list));
    }

    private static Arbitrary<ObjectNode> objectsOf(Arbitrary<JsonNode> values) {
        return Combinators.combine(text(8), values)
                .as((name, value) -> (ObjectNode) JSON.objectNode().set(name, value))
                .list().ofMaxSize(4)
                .map(members -> members.stream().reduce(JSON.objectNode(), ObjectNode::setAll, ObjectNode::setAll));
    }

    private static Arbitrary<JsonNode> scalars() {
        return Arbitraries.oneOf(
                text(20).map(TextNode::valueOf),
                Arbitraries.bigIntegers().map(BigIntegerNode::valueOf),
                Combinators.combine(Arbitraries.bigIntegers(), Arbitraries.integers().between(-500, 500))
                        .as((digits, scale) -> DecimalNode.valueOf(new BigDecimal(digits, scale))),
                Arbitraries.of(BooleanNode.TRUE, BooleanNode.FALSE, NullNode.instance));
    }

    /** Half of a surrogate pair is no character, and can't be sent. */
    public static Arbitrary<String> text(int maxLength) {
        return Arbitraries.strings().all().ofMaxLength(maxLength).map(text -> text.replaceAll("[\\ud800-\\udfff]", "?"));
    }
}
