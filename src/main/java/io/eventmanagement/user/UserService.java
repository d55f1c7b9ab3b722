package io.eventmanagement.user;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.cache.Cached;
import io.eventmanagement.cache.Freshness;
import io.eventmanagement.resilience.Deadline;
import io.eventmanagement.upstream.Answer;
import io.eventmanagement.upstream.Upstream;
import io.smallrye.mutiny.Uni;

/** Reads users. */
@ApplicationScoped
public class UserService {

    private final Upstream upstream;
    private final Deadline deadline;

    UserService(Upstream upstream, Deadline deadline) {
        this.upstream = upstream;
        this.deadline = deadline;
    }

    /** All users, as event.com lists them. */
    public Uni<Cached<byte[]>> all(Freshness wish) {
        return deadline.bound(upstream.users(upstream.reader(wish)).map(users -> users.map(Answer::json)));
    }
}
