-- Holds, endings and erasures: which case may go on what day. A read table, like those of 0002; only what is closed, held or erased has a row.
create table keeping (
  case_id   bigint primary key,
  closed_at bigint,
  is_held   bigint not null,
  erased_at bigint
);
create index keeping_closed on keeping (closed_at) where is_held = 0 and erased_at is null;
create index keeping_erased on keeping (case_id) where erased_at is not null;

-- What must not come back: keyed hashes of the records of erased people. No read table: nothing in the log could refill it.
create table tombstones (
  record_key bytea primary key,
  case_id    bigint not null,
  at         bigint not null
);

-- What retention has carried out: one row for each rule and day. Names nobody.
create table receipts (
  day    bigint not null,
  class  text collate "C" not null,
  rule   text collate "C" not null,
  things bigint not null,
  at     bigint not null,
  primary key (day, class, rule)
);

-- A hearing's number is the person's: found by its keyed hash, as every other number.
drop table hearings;
create table hearings (
  hearing_key bytea primary key,
  case_id     bigint not null
);
