package io.eventmanagement.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What objects tell that are made of event.com's answers. */
class AnswerFieldsTest {

    @ParameterizedTest
    @ValueSource(strings = { "1", "-0", "1.0", "1.50", "1e9999999999", "-1E-9999999999", "1e999999999",
            "123456789012345678901234567890.12345678901234567890" })
    void aNumberIsTextAsItWasSent(String number) {
        Answer.Event event = new Answer.Event(("{\"x\":[" + number + "],\"id\":" + number + "}").getBytes(UTF_8));
        Answer.Listing list = new Answer.Listing(("[{\"id\":" + number + "},{}]").getBytes(UTF_8));

        String id = AnswerFields.text(AnswerFields.object(event), "id");
        List<String> ids = AnswerFields.items(list, 0, 1, item -> String.valueOf(AnswerFields.text(item, "id")));

        assertThat(id).isEqualTo(number);
        assertThat(ids).containsExactly(number, "null");
    }

    @Test
    void whatIsNeitherTextNorNumberIsNone() {
        Answer.Event event = new Answer.Event("{\"a\":true,\"b\":null,\"c\":{},\"d\":[1],\"e\":\"\"}".getBytes(UTF_8));

        assertThat(List.of("a", "b", "c", "d", "f")).allSatisfy(
                member -> assertThat(AnswerFields.text(AnswerFields.object(event), member)).isNull());
        assertThat(AnswerFields.text(AnswerFields.object(event), "e")).isEmpty();
    }
}
