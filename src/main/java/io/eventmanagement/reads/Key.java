package io.eventmanagement.reads;

/** What a value is kept under. */
record Key(CacheKind<?> kind, String id) {

    /** Kinds are told apart by their identity; their components have no hash of their own that is worth its time. */
    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(kind) + id.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && key.kind == kind && key.id.equals(id);
    }
}
