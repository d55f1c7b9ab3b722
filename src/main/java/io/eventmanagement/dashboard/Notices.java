package io.eventmanagement.dashboard;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where replicas leave word for each other: of each the last, for a quarter of an hour. */
interface Notices {

    int FORGOTTEN_MS = 900_000;

    int MOST = 100;

    /**
     * What one said last.
     *
     * @param id of this run of it
     * @param ageMs how long ago that was
     */
    record Notice(String id, String name, String state, long ageMs) {
    }

    /** How often one leaves word. */
    int periodSeconds();

    boolean areUp();

    /** @return what all have left, this one included */
    CompletionStage<List<Notice>> leave(Notice own);

    CompletionStage<?> remove(String id);
}
