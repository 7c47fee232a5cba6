-- Holds, endings and erasures: which case may go on what day. A read table, like those of 0002; only what is closed, held or erased has a row.
create table keeping (
  case_id   integer primary key,
  closed_at integer,
  is_held   integer not null,
  erased_at integer
);
create index keeping_closed on keeping (closed_at) where is_held = 0 and erased_at is null;
create index keeping_erased on keeping (case_id) where erased_at is not null;

-- What must not come back: keyed hashes of the records of erased people. No read table: nothing in the log could refill it.
create table tombstones (
  record_key blob primary key,
  case_id    integer not null,
  at         integer not null
) without rowid;

-- What retention has carried out: one row for each rule and day. Names nobody.
create table receipts (
  day    integer not null,
  class  text    not null,
  rule   text    not null,
  things integer not null,
  at     integer not null,
  primary key (day, class, rule)
) without rowid;

-- A hearing's number is the person's: found by its keyed hash, as every other number.
drop table hearings;
create table hearings (
  hearing_key blob primary key,
  case_id     integer not null
) without rowid;
