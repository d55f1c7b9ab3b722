package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.Arrays;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.eventmanagement.testing.JsonValues;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PromisedJsonReaderPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Provide
    Arbitrary<ArrayNode> arrays() {
        return JsonValues.arrays();
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        return JsonValues.objects();
    }

    @Property(tries = 300)
    void anyArrayIsKeptByteForByte(@ForAll("arrays") ArrayNode array) throws IOException {
        // Given
        byte[] json = JSON.writeValueAsBytes(array);

        // When
        Answer answer = PromisedJsonReader.read(Answer.Listing.class, json);

        // Then
        assertThat(answer.json()).isEqualTo(json);
    }

    @Property(tries = 300)
    void anyObjectIsKeptByteForByte(@ForAll("objects") ObjectNode object) throws IOException {
        // Given
        byte[] json = JSON.writeValueAsBytes(object.put("success", true));

        // When
        Answer answer = PromisedJsonReader.read(Answer.Event.class, json);

        // Then
        assertThat(answer.json()).isEqualTo(json);
    }

    @Property(tries = 300)
    void noArrayIsTakenWithoutItsEnd(@ForAll("arrays") ArrayNode array, @ForAll int where) throws IOException {
        // Given
        byte[] json = JSON.writeValueAsBytes(array);
        byte[] beginning = Arrays.copyOf(json, Math.floorMod(where, json.length));

        // When
        Throwable thrown = catchThrowable(() -> PromisedJsonReader.read(Answer.Listing.class, beginning));

        // Then
        assertThat(thrown).isInstanceOf(UpstreamException.class);
    }
}
