package io.eventmanagement.circuit;

/** A circuit rejected a call: it is open, or half-open with its probe under way. */
public final class CircuitOpenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient CircuitStatus status;

    public CircuitOpenException(CircuitStatus status) {
        super(status.name() + " is " + status.state(), null, false, false);
        this.status = status;
    }

    /** The circuit's status when it rejected the call. */
    public CircuitStatus status() {
        return status;
    }
}
