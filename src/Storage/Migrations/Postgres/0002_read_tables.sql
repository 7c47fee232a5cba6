-- Read tables: pure folds over the log, written in the same transaction, refilled by `throughline rebuild`.
create table cases (
  case_id       bigint primary key,
  version       bigint not null,
  kind          text collate "C" not null,
  record_key    bytea,
  waits_for     bytea,
  household     bigint,
  station       text collate "C",
  pathway       text collate "C",
  responsible   text collate "C" not null,
  office        text collate "C",
  handoff       text collate "C" not null,
  handoff_code  text collate "C",
  sent_at       bigint,
  answer_by     bigint,
  answered_at   bigint,
  released_at   bigint,
  is_minor      bigint not null,
  is_history    bigint not null,
  address_grade text collate "C",
  place         bigint,
  a_number      text collate "C",
  a_number_key  bytea,
  code_key      bytea,
  served_at     bigint,
  known_at      bigint,
  obligation    text collate "C",
  due           bigint,
  closes        bigint,
  reported_at   bigint,
  sent_twice    bigint not null,
  closed        text collate "C",
  source        text collate "C",
  source_line   bigint not null,
  card          bytea not null
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
  case_id       bigint not null,
  recorded_at   bigint not null,
  superseded_at bigint not null,
  released_at   bigint not null,
  released_on   bigint not null,
  station       text collate "C" not null,
  pathway       text collate "C" not null,
  office        text collate "C" not null,
  in_household  bigint not null,
  nationality   text collate "C",
  age_band      text collate "C" not null,
  reported_at         bigint,
  to_appear_served_at bigint,
  to_appear_filed_at  bigint,
  primary key (case_id, recorded_at)
);

-- One row for each dated step of a hand-off, for the balance of any day.
create table facts (
  case_id       bigint not null,
  kind          bigint not null,
  line          bigint not null,
  occurred_at   bigint not null,
  recorded_at   bigint not null,
  superseded_at bigint not null,
  code          text collate "C",
  primary key (case_id, kind, line)
);

-- How many people more, or fewer, stand so from a day on: the balance of any day is a sum over the days before it.
create table standings (
  day      bigint not null,
  station  text collate "C" not null,
  office   text collate "C" not null,
  part     text collate "C" not null,
  code     text collate "C" not null,
  was_sent bigint not null,
  people   bigint not null,
  primary key (day, station, office, part, code, was_sent)
);

create table bookings (
  case_id bigint primary key,
  office  text collate "C" not null,
  day     bigint not null,
  at      bigint not null
);
create index bookings_day on bookings (office, day);

create table hearings (
  hearing_id text collate "C" primary key,
  case_id    bigint not null
);

create table places (
  place   bigint primary key,
  people  bigint not null,
  crowded bigint not null
);

-- Keyed hashes of normalised parts of names and numbers. Follows the log by store('search-position').
create table search (
  part    bigint not null,
  case_id bigint not null,
  primary key (part, case_id)
);

-- When the passing of time next touches a case; only what runs has a row, so that the cost of a sweep follows what is due.
create table looks (
  case_id bigint primary key,
  at      bigint not null
);
create index looks_at on looks (at);

-- Objections that wait for an answer, and those that have one.
create table challenges (
  case_id     bigint not null,
  number      bigint not null,
  office      text collate "C" not null,
  answer_by   bigint not null,
  is_open     bigint not null,
  primary key (case_id, number)
);
create index challenges_open on challenges (office, answer_by) where is_open = 1;

-- Everything that is or was due.
create table obligations (
  case_id bigint not null,
  number  bigint not null,
  kind    text collate "C" not null,
  state   text collate "C" not null,
  office  text collate "C",
  opens   bigint not null,
  due     bigint not null,
  closes  bigint not null,
  is_proposed bigint not null,
  primary key (case_id, number)
);
create index obligations_missed on obligations (closes) where state in ('missed-to-review', 'confirmed-missed');
create index obligations_review on obligations (office, closes) where state = 'missed-to-review';

-- The fault ledger. A fault without an end still lasts.
create table faults (
  case_id    bigint primary key,
  kind       text collate "C" not null,
  office     text collate "C",
  of_case    bigint,
  starts     bigint not null,
  ends       bigint not null,
  withdrawn  bigint not null,
  words      text collate "C" not null,
  changed_at bigint not null
);
create index faults_ends on faults (ends);
create index faults_of_case on faults (of_case) where of_case is not null;
create index faults_changed on faults (changed_at);
