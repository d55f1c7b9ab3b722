-- Each question has one index that can answer it. Where there were several, PostgreSQL took one for the other while the table was
-- nearly empty, and each step then read all of a backlog, or all that is over.

-- By id, since with an index that begins with seq the next of a user was looked for in all that is over.
alter table idempotency_key drop constraint idempotency_key_operation_fkey;
alter table operation drop constraint operation_pkey;
alter table operation drop constraint operation_id_key;
alter table operation add primary key (id);
alter table idempotency_key add foreign key (operation) references operation (id) deferrable initially deferred;

-- What may be claimed: only what is open is next.
drop index operation_due;
create index operation_due on operation (next_attempt_at, seq) where is_next;

-- How many are open, which is the oldest, and which are too old.
drop index operation_age;
create index operation_age on operation (accepted_at) include (state) where finished_at is null;
