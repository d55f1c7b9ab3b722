-- An add that was accepted, and is delivered to event.com.
create table operation (
    -- In the order of acceptance. An operation that is tried again by an operator gets a new one: it goes behind the others.
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    event_id text not null,
    user_id text not null,
    client text not null,
    body text not null,
    state text not null check (state in ('accepted', 'sending', 'delivered', 'rejected', 'expired', 'discarded')),
    -- Whether it is the first open one of its user: the only one that may be sent.
    is_next boolean not null,
    -- Whether event.com may have it already.
    ask_first boolean not null default false,
    -- Counts the claims: tells whoever has it from whoever had it before.
    turn integer not null default 0,
    -- Claims after which it was sent, or may have been.
    attempts integer not null default 0,
    accepted_at timestamptz not null default now(),
    next_attempt_at timestamptz not null default now(),
    leased_until timestamptz,
    finished_at timestamptz,
    problem text,
    receipt text,
    -- Whether its key was used again since: what it asked for is another's by now.
    superseded boolean not null default false
);

-- What may be claimed.
create index operation_due on operation (next_attempt_at, seq) where is_next and state in ('accepted', 'sending');
-- Who is next of a user; and that there is never more than one.
create index operation_open on operation (user_id, seq) where state in ('accepted', 'sending');
create unique index operation_next on operation (user_id) where is_next and state in ('accepted', 'sending');
-- How many are open, which is the oldest, and which are too old.
create index operation_age on operation (accepted_at) include (state) where state in ('accepted', 'sending');
-- What is to be forgotten; and what an operator looks at, which is few among many.
create index operation_finished on operation (finished_at) where finished_at is not null;
create index operation_lost on operation (finished_at) where state in ('rejected', 'expired');

-- What was done under which Idempotency-Key.
create table idempotency_key (
    -- A digest of the client and its key, which may be long.
    name text primary key,
    fingerprint text not null,
    event_id text not null,
    -- The operation that the key began, which is known as long as the key; null for an add that isn't delivered later.
    operation uuid references operation (id) deferrable initially deferred,
    turn bigint not null default 1,
    -- Until when somebody's work under it is taken to go on; null once it is over.
    running_until timestamptz,
    -- Not null if it isn't known how the work ended: what isn't found from then on wasn't done.
    settled_at timestamptz,
    body bytea,
    location text,
    created_at timestamptz not null default now()
);

create index idempotency_key_created on idempotency_key (created_at);
create index idempotency_key_operation on idempotency_key (operation) where operation is not null;
