package io.eventmanagement.upstream;

import java.io.IOException;

/** Answers that were kept outside of this process, as the bytes that event.com sent. */
public final class StoredAnswers {

    private StoredAnswers() {
    }

    /** @return fails with {@link UpstreamException} if it isn't what event.com would have answered */
    public static <A extends Answer> A read(Class<A> type, byte[] json) {
        try {
            return type.cast(PromisedJsonReader.read(type, json));
        } catch (IOException e) {
            throw UpstreamException.badAnswer("a stored answer that can't be read");
        }
    }
}
