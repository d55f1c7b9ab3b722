package io.eventmanagement.user;

import jakarta.enterprise.context.ApplicationScoped;

import io.eventmanagement.paging.Page;
import io.eventmanagement.paging.PageRequest;
import io.eventmanagement.reads.Cached;
import io.eventmanagement.reads.Freshness;
import io.eventmanagement.reads.Reads;
import io.eventmanagement.time.Deadline;
import io.eventmanagement.upstream.Answer;
import io.eventmanagement.upstream.AnswerFields;
import io.smallrye.mutiny.Uni;

/** Reads users. */
@ApplicationScoped
public class UserService {

    private final Reads reads;
    private final Deadline deadline;

    UserService(Reads reads, Deadline deadline) {
        this.reads = reads;
        this.deadline = deadline;
    }

    /** All users, as event.com lists them. */
    public Uni<Cached<byte[]>> all(Freshness wish) {
        return deadline.bound(reads.users(reads.request(wish)).map(users -> users.map(Answer::json)));
    }

    /** One page of all users. */
    public Uni<Cached<Page<User>>> page(PageRequest page, Freshness wish) {
        return deadline.bound(reads.users(reads.request(wish))
                .map(users -> users.map(list -> page.pageOf(
                        AnswerFields.items(list, page.offset(), page.limit(), User::of)))));
    }

    /** @return the user; fails with {@link NoSuchUserException} if event.com doesn't know the id */
    public Uni<Cached<User>> byId(String id, Freshness wish) {
        return deadline.bound(reads.user(reads.request(wish), id)
                .map(found -> found.map(user -> User.of(id,
                        AnswerFields.object(user.orElseThrow(() -> new NoSuchUserException(id)))))));
    }
}
