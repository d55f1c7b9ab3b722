package io.eventmanagement.user;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.paging.Page;
import io.eventmanagement.paging.PageRequest;
import io.eventmanagement.reads.Cached;
import io.eventmanagement.reads.Freshness;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.upstream.Answer;
import io.eventmanagement.upstream.AnswerJson;
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

    /** Some of all users. */
    public Uni<Cached<Page<User>>> page(PageRequest page, Freshness wish) {
        return deadline.bound(upstream.users(upstream.reader(wish))
                .map(users -> users.map(list -> page.pageOf(
                        AnswerJson.items(list, page.offset(), page.limit(), User::of)))));
    }

    /** @return the user, or {@link NoSuchUserException} */
    public Uni<Cached<User>> byId(String id, Freshness wish) {
        return deadline.bound(upstream.user(upstream.reader(wish), id)
                .map(found -> found.map(user -> User.of(id,
                        AnswerJson.object(user.orElseThrow(() -> new NoSuchUserException(id)))))));
    }
}
