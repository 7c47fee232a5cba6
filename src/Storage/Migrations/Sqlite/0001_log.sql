-- The log: the only truth. Everything in 0002 can be refilled from it.
-- Instants are microseconds since 1970-01-01T00:00Z; legal days are days since 1970-01-01.
create table store (
  name  text primary key,
  value text not null
) without rowid;

create table events (
  pos         integer primary key autoincrement,
  case_id     integer not null,
  version     integer not null,
  type        text    not null,
  occurred_at integer not null,
  recorded_at integer not null,
  who         text    not null,
  clear       blob    not null,
  sealed      blob,
  hash        blob    not null,
  unique (case_id, version)
);

-- The person's own data key, wrapped by the installation's key. Destroying a row erases a person and breaks no chain.
create table person_keys (
  case_id integer primary key,
  wrapped blob not null
);

-- heads: 48 bytes for each case that changed since the checkpoint before: number, version (8 bytes each, big-endian), hash (32).
create table checkpoints (
  number  integer primary key,
  upto    integer not null,
  made_at integer not null,
  heads   blob    not null,
  root    blob    not null
);

-- What leaves us, once its time has come. A row is claimed for a while by the process that sends it; key and id stay the same at each try.
create table outbox (
  id           integer primary key autoincrement,
  key          text    not null unique,
  case_id      integer not null,
  kind         text    not null,
  payload      blob    not null,
  created_at   integer not null,
  send_at      integer not null,
  claimed_to   integer not null default 0,
  attempts     integer not null default 0,
  last_error   text,
  sent_at      integer,
  withdrawn_at integer
);
create index outbox_waiting on outbox (send_at, id) where sent_at is null and withdrawn_at is null;
create index outbox_case on outbox (case_id) where sent_at is null and withdrawn_at is null;

-- Numbers that asked for silence, or for a language: by keyed hash, because a number is nobody's name.
create table numbers (
  number_key blob primary key,
  silent     integer not null,
  language   text,
  at         integer not null
) without rowid;

create table accesses (
  id      integer primary key autoincrement,
  case_id integer,
  at      integer not null,
  who     text    not null,
  reason  text    not null,
  route   text    not null
);
create index accesses_case on accesses (case_id);

create table api_keys (
  name       text primary key,
  hash       blob not null unique,
  scopes     text not null,
  created_at integer not null
) without rowid;

-- What somebody has begun to write and not yet recorded. Sealed whole; gone with the recording, or after a day.
create table drafts (
  key    text primary key,
  sealed blob    not null,
  at     integer not null
) without rowid;

create table idempotency (
  key     blob primary key,
  request blob    not null,
  status  integer not null,
  body    blob    not null,
  at      integer not null
) without rowid;

-- When each part of the system was last known to work. A gap is a fault of ours.
create table heartbeats (
  name text primary key,
  at   integer not null
) without rowid;
