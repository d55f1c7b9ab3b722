package io.eventmanagement.tracing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jboss.logmanager.ExtLogRecord;

/** The trace that each log line of one logger carries. */
final class LoggedTraces extends Handler {

    private final List<String> traces = Collections.synchronizedList(new ArrayList<>());

    private LoggedTraces() {
    }

    static List<String> of(String logger, Runnable work) {
        LoggedTraces handler = new LoggedTraces();
        Logger.getLogger(logger).addHandler(handler);
        try {
            work.run();
        } finally {
            Logger.getLogger(logger).removeHandler(handler);
        }
        return handler.traces;
    }

    @Override
    public void publish(LogRecord line) {
        traces.add(((ExtLogRecord) line).getMdc("traceId"));
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
