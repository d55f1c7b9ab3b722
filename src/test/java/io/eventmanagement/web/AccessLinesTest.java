package io.eventmanagement.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class AccessLinesTest {

    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<String> writes = new ArrayList<>();

    /** Notes each write by itself. */
    private final OutputStream out = new OutputStream() {

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            writes.add(new String(bytes, from, length, StandardCharsets.UTF_8));
        }
    };

    private static String line(int length) {
        return "x".repeat(length - 1) + "\n";
    }

    @Test
    void linesAreWrittenTogetherAndInOrder() {
        AccessLines lines = new AccessLines(out, later::add);
        lines.add("one\n");
        lines.add("two\n");
        lines.add("größe\n");

        assertThat(later).hasSize(1);
        later.remove().run();

        assertThat(writes).containsExactly("one\ntwo\ngröße\n");
        assertThat(later).isEmpty();
    }

    @Test
    void aWriteNeitherSplitsALineNorIsLongerThanAPipeTakesAtOnce() {
        AccessLines lines = new AccessLines(out, later::add);
        IntStream.range(0, 100).forEach(i -> lines.add(line(300)));
        lines.add(line(AccessLines.AT_ONCE + 1));
        lines.add("last\n");

        later.remove().run();

        assertThat(writes).allMatch(write -> write.endsWith("\n"));
        assertThat(writes.stream().filter(write -> write.length() > AccessLines.AT_ONCE)).singleElement()
                .isEqualTo(line(AccessLines.AT_ONCE + 1));
        assertThat(writes.size()).isLessThan(15);
        assertThat(String.join("", writes)).hasSize(100 * 300 + AccessLines.AT_ONCE + 1 + 5).endsWith("last\n");
    }

    @Test
    void whatComesWhileOthersAreWrittenIsWrittenNext() {
        AccessLines[] lines = new AccessLines[1];
        lines[0] = new AccessLines(new ByteArrayOutputStream() {

            @Override
            public synchronized void write(byte[] bytes, int from, int length) {
                if (writes.isEmpty()) {
                    lines[0].add("second\n");
                }
                writes.add(new String(bytes, from, length, StandardCharsets.UTF_8));
            }
        }, later::add);
        lines[0].add("first\n");

        while (!later.isEmpty()) {
            later.remove().run();
        }

        assertThat(writes).containsExactly("first\n", "second\n");
    }

    @Test
    void noMoreWaitsThanMayAndThereIsRoomAgainAfterwards() {
        AccessLines lines = new AccessLines(out, later::add);
        IntStream.range(0, 2 * AccessLines.MOST / 1024).forEach(i -> lines.add(line(1024)));

        later.remove().run();
        lines.add("again\n");
        later.remove().run();

        assertThat(String.join("", writes)).hasSize(AccessLines.MOST + 6).endsWith("again\n");
    }

    @Test
    void aStreamThatFailsKeepsNothingBack() {
        List<Integer> tries = new ArrayList<>();
        AccessLines lines = new AccessLines(new OutputStream() {

            @Override
            public void write(int b) throws IOException {
                tries.add(b);
                throw new IOException("closed");
            }
        }, later::add);

        for (int i = 0; i < 3 * AccessLines.MOST / 1024; i++) {
            lines.add(line(1024));
            later.remove().run();
        }

        assertThat(tries).hasSize(3 * AccessLines.MOST / 1024);
    }

    @Test
    void fiftyThreadsLoseNothing() throws Exception {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        ExecutorService threads = Executors.newFixedThreadPool(50);
        AccessLines lines = new AccessLines(out, writer::execute);
        for (int thread = 0; thread < 50; thread++) {
            threads.execute(() -> IntStream.range(0, 200).forEach(i -> lines.add("line\n")));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        writer.shutdown();
        assertThat(writer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        lines.write();

        assertThat(String.join("", writes)).isEqualTo("line\n".repeat(10_000));
    }
}
