package io.eventmanagement.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

/**
 * Writes lines to a stream that may be slow. Adding a line never waits: once {@link #MOST} bytes are waiting for the stream,
 * further lines are dropped, and their number is logged.
 */
final class AccessLines {

    private static final Logger LOG = Logger.getLogger(AccessLines.class);

    /** The most bytes that may wait. */
    static final int MOST = 1 << 20;

    /** Bytes per write: few enough that a pipe doesn't mix them with what others write (POSIX, write: PIPE_BUF on Linux). */
    static final int AT_ONCE = 4096;

    private final OutputStream to;
    private final Consumer<Runnable> later;

    /** Guarded by {@code this}, as are all fields below. */
    private List<byte[]> waiting = new ArrayList<>();
    private int bytes;
    private boolean isToBeWritten;
    private long dropped;

    /** @param later runs a task soon, on a thread that may block */
    AccessLines(OutputStream to, Consumer<Runnable> later) {
        this.to = to;
        this.later = later;
    }

    /** @param line the line, including its line break */
    void add(String line) {
        byte[] encoded = line.getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            if (bytes + encoded.length > MOST) {
                dropped++;
                return;
            }
            waiting.add(encoded);
            bytes += encoded.length;
            if (isToBeWritten) {
                return;
            }
            isToBeWritten = true;
        }
        later.accept(this::write);
    }

    /** Writes the waiting lines, as many whole lines at a time as fit. */
    void write() {
        List<byte[]> lines;
        long lost;
        synchronized (this) {
            lines = waiting;
            waiting = new ArrayList<>();
            lost = dropped;
            dropped = 0;
        }
        try {
            writeAll(lines);
        } catch (IOException e) {
            // Nobody reads standard output any more, so the number can't be logged there either.
            lost = 0;
        } finally {
            done(lines);
        }
        if (lost > 0) {
            LOG.warnf("%d access lines were dropped: standard output is too slow", lost);
        }
    }

    private void writeAll(List<byte[]> lines) throws IOException {
        byte[] chunk = new byte[AT_ONCE];
        int length = 0;
        for (byte[] line : lines) {
            if (length + line.length > chunk.length) {
                to.write(chunk, 0, length);
                length = 0;
            }
            if (line.length > chunk.length) {
                to.write(line);
            } else {
                System.arraycopy(line, 0, chunk, length, line.length);
                length += line.length;
            }
        }
        to.write(chunk, 0, length);
    }

    /** Lines that are being written count as waiting until they are out. */
    private void done(List<byte[]> lines) {
        synchronized (this) {
            bytes -= lines.stream().mapToInt(line -> line.length).sum();
            isToBeWritten = !waiting.isEmpty();
            if (!isToBeWritten) {
                return;
            }
        }
        later.accept(this::write);
    }
}
