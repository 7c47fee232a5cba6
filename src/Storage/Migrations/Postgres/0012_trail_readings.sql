-- Who asked to read a person's trail, for which stretch and purpose, and who signed as the second person. No position is in it.
create table trail_readings (
  case_id   bigint not null,
  number    bigint not null,
  asked_by  text collate "C" not null,
  asked_at  bigint not null,
  purpose   text collate "C" not null,
  begins    bigint not null,
  ends      bigint not null,
  -- Null: it waits. A reading in the first hour of an open alert is signed by nobody and says since when the alert is open.
  answered_by text collate "C",
  answered_at bigint,
  signed    bigint not null,
  alert_at  bigint,
  primary key (case_id, number)
);
