-- Read tables: pure folds over the log, written in the same transaction, refilled by `throughline rebuild`.
create table cases (
  case_id       integer primary key,
  version       integer not null,
  kind          text    not null,
  record_key    blob,
  waits_for     blob,
  household     integer,
  station       text,
  pathway       text,
  responsible   text    not null,
  office        text,
  handoff       text    not null,
  handoff_code  text,
  sent_at       integer,
  answer_by     integer,
  answered_at   integer,
  released_at   integer,
  is_minor      integer not null,
  is_history    integer not null,
  address_grade text,
  place         integer,
  a_number      text,
  a_number_key  blob,
  code_key      blob,
  served_at     integer,
  known_at      integer,
  obligation    text,
  due           integer,
  closes        integer,
  reported_at   integer,
  sent_twice    integer not null,
  closed        text,
  source        text,
  source_line   integer not null,
  card          blob    not null
);
create unique index cases_record on cases (record_key) where record_key is not null;
create index cases_waits_for on cases (waits_for) where waits_for is not null;
create index cases_household on cases (household) where household is not null;
create index cases_place on cases (place) where place is not null;
create index cases_code on cases (code_key) where code_key is not null;
create index cases_waiting on cases (office, answer_by) where handoff in ('sent', 'delivered');
create index cases_returned on cases (station) where handoff = 'returned';
create index cases_at_station on cases (station) where handoff in ('draft', 'sent', 'delivered', 'returned');
create index cases_due on cases (office, due) where obligation = 'running';
create index cases_sent_twice on cases (sent_twice) where sent_twice > 0;
create index cases_kind on cases (kind) where kind <> 'release';

-- One row for each version of what is known of a release: known from recorded_at, until superseded_at.
create table figures (
  case_id       integer not null,
  recorded_at   integer not null,
  superseded_at integer not null,
  released_at   integer not null,
  released_on   integer not null,
  station       text    not null,
  pathway       text    not null,
  office        text    not null,
  in_household  integer not null,
  nationality   text,
  age_band      text    not null,
  reported_at         integer,
  to_appear_served_at integer,
  to_appear_filed_at  integer,
  primary key (case_id, recorded_at)
) without rowid;

-- One row for each dated step of a hand-off, for the balance of any day.
create table facts (
  case_id       integer not null,
  kind          integer not null,
  line          integer not null,
  occurred_at   integer not null,
  recorded_at   integer not null,
  superseded_at integer not null,
  code          text,
  primary key (case_id, kind, line)
) without rowid;

-- How many people more, or fewer, stand so from a day on: the balance of any day is a sum over the days before it.
create table standings (
  day      integer not null,
  station  text    not null,
  office   text    not null,
  part     text    not null,
  code     text    not null,
  was_sent integer not null,
  people   integer not null,
  primary key (day, station, office, part, code, was_sent)
) without rowid;

create table bookings (
  case_id integer primary key,
  office  text    not null,
  day     integer not null,
  at      integer not null
);
create index bookings_day on bookings (office, day);

create table hearings (
  hearing_id text primary key,
  case_id    integer not null
) without rowid;

create table places (
  place   integer primary key,
  people  integer not null,
  crowded integer not null
);

-- Keyed hashes of normalised parts of names and numbers. Follows the log by store('search-position').
create table search (
  part    integer not null,
  case_id integer not null,
  primary key (part, case_id)
) without rowid;

-- When the passing of time next touches a case; only what runs has a row, so that the cost of a sweep follows what is due.
create table looks (
  case_id integer primary key,
  at      integer not null
);
create index looks_at on looks (at);

-- Objections that wait for an answer, and those that have one.
create table challenges (
  case_id     integer not null,
  number      integer not null,
  office      text    not null,
  answer_by   integer not null,
  is_open     integer not null,
  primary key (case_id, number)
) without rowid;
create index challenges_open on challenges (office, answer_by) where is_open = 1;

-- Everything that is or was due.
create table obligations (
  case_id integer not null,
  number  integer not null,
  kind    text    not null,
  state   text    not null,
  office  text,
  opens   integer not null,
  due     integer not null,
  closes  integer not null,
  is_proposed integer not null,
  primary key (case_id, number)
) without rowid;
create index obligations_missed on obligations (closes) where state in ('missed-to-review', 'confirmed-missed');
create index obligations_review on obligations (office, closes) where state = 'missed-to-review';

-- The fault ledger. A fault without an end still lasts.
create table faults (
  case_id    integer primary key,
  kind       text    not null,
  office     text,
  of_case    integer,
  starts     integer not null,
  ends       integer not null,
  withdrawn  integer not null,
  words      text    not null,
  changed_at integer not null
);
create index faults_ends on faults (ends);
create index faults_of_case on faults (of_case) where of_case is not null;
create index faults_changed on faults (changed_at);
