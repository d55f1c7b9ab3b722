package io.eventmanagement.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final long MOST = 100;

    private final Answers answers = new Answers(MOST);

    private static final class Client implements Answers.Writing {

        private final byte[] bytes;
        private long stalledSeconds;
        private boolean aborted;

        Client(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public long stalledNanos() {
            return TimeUnit.SECONDS.toNanos(stalledSeconds);
        }

        @Override
        public void abort() {
            aborted = true;
        }
    }

    private static Client of(int bytes) {
        return new Client(new byte[bytes]);
    }

    @Test
    void answersThatTogetherAreTooLongAreNotBegun() {
        assertThat(answers.begin(of(60))).isTrue();
        assertThat(answers.begin(of(40))).isTrue();
        assertThat(answers.begin(of(1))).isFalse();
    }

    @Test
    void oneThatHasEndedMakesRoom() {
        Client first = of(100);
        answers.begin(first);
        answers.end(first);

        assertThat(answers.begin(of(100))).isTrue();
    }

    @Test
    void whatManyAreSentCountsOnce() {
        byte[] list = new byte[90];

        for (int i = 0; i < 10; i++) {
            assertThat(answers.begin(new Client(list))).isTrue();
        }
        assertThat(answers.begin(of(11))).isFalse();
    }

    @Test
    void whoHasTakenNothingForTheLongestLosesItsAnswerFirst() {
        Client shorter = of(50);
        Client longer = of(50);
        shorter.stalledSeconds = 2;
        longer.stalledSeconds = 3;
        answers.begin(shorter);
        answers.begin(longer);

        assertThat(answers.begin(of(50))).isTrue();

        assertThat(longer.aborted).isTrue();
        assertThat(shorter.aborted).isFalse();
    }

    @Test
    void whoTakesItsAnswerKeepsIt() {
        Client reading = of(100);
        answers.begin(reading);

        assertThat(answers.begin(of(50))).isFalse();

        assertThat(reading.aborted).isFalse();
    }

    @Test
    void oneThatIsAloneMayBeAsLongAsItIs() {
        assertThat(answers.begin(of(1_000))).isTrue();
    }
}
