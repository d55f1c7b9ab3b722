package io.eventmanagement.delivery;

/**
 * How many deliveries may be under way: one at first, one more with each that succeeds, so twice as many with each round. An
 * event.com
 * that has just come back isn't knocked over.
 */
final class Window {

    private final int most;
    private int allowed = 1;
    private int running;

    Window(int most) {
        this.most = most;
    }

    /** @return how many more may begin, which now count as running until {@link #ended} */
    synchronized int begin(int wanted) {
        int begun = Math.max(0, Math.min(wanted, allowed - running));
        running += begun;
        return begun;
    }

    synchronized void ended(boolean delivered) {
        running--;
        allowed = delivered ? Math.min(most, allowed + 1) : allowed;
    }

    /** After an outage. */
    synchronized void startOver() {
        allowed = 1;
    }

    synchronized int room() {
        return Math.max(0, allowed - running);
    }

    synchronized int running() {
        return running;
    }

    synchronized int allowed() {
        return allowed;
    }
}
