package io.eventmanagement.reads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Every order in which reads and writes may begin and end. */
class WritePropertyTest {

    /** A read that waits, and the least that it may be told. */
    private record Pending(UniAssertSubscriber<Cached<String>> read, int least) {
    }

    /**
     * The source answers with what was stored when it was asked. A write is stored first and told to the cache later, when it
     * is acknowledged. Of a step, the number says what happens, and to which of the calls that are under way.
     */
    @Property(tries = 2_000)
    void aReadThatBeginsAfterAWriteWasAcknowledgedSeesIt(
            @ForAll @Size(min = 5, max = 60) List<@IntRange(max = 999) Integer> steps) {
        // Given
        CacheScene scene = new CacheScene(CacheScene.KIND, 3, true);
        List<Pending> pending = new ArrayList<>();
        List<Integer> asked = new ArrayList<>();
        int ended = 0;
        int stored = 0;
        int acknowledged = 0;

        // When
        for (int step : steps) {
            switch (step % 5) {
                case 0, 1 -> pending.add(new Pending(scene.read("a", step % 10 == 1 ? Freshness.FETCHED : Freshness.ANY),
                        acknowledged));
                case 2 -> stored++;
                case 3 -> {
                    acknowledged = stored;
                    if (step % 2 == 0) {
                        scene.cache.drop("a");
                    } else {
                        scene.cache.expire("a");
                    }
                }
                default -> {
                    if (ended < asked.size()) {
                        int call = ended + step / 5 % (asked.size() - ended);
                        scene.source.succeed(call, String.valueOf(asked.get(call)));
                        ended = call == ended ? ended + 1 : ended;
                    }
                }
            }
            while (asked.size() < scene.source.calls()) {
                asked.add(stored);
            }
        }
        for (int call = 0; call < scene.source.calls(); call++) {
            while (asked.size() < scene.source.calls()) {
                asked.add(stored);
            }
            scene.source.succeed(call, String.valueOf(asked.get(call)));
        }

        // Then
        assertThat(pending).allSatisfy(reader -> assertThat(Integer.parseInt(reader.read.assertCompleted().getItem().value()))
                .isGreaterThanOrEqualTo(reader.least));
    }
}
