-- What replicas with a dashboard say of themselves: each every few seconds, and forgotten a quarter of an hour after the last time.
create table dashboard (
    id uuid primary key,
    name text not null,
    state text not null,
    heard_at timestamptz not null
);
