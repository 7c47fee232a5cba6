-- Who asked to read a person's trail, for which stretch and purpose, and who signed as the second person. No position is in it.
create table trail_readings (
  case_id   integer not null,
  number    integer not null,
  asked_by  text not null,
  asked_at  integer not null,
  purpose   text not null,
  begins    integer not null,
  ends      integer not null,
  -- Null: it waits. A reading in the first hour of an open alert is signed by nobody and says since when the alert is open.
  answered_by text,
  answered_at integer,
  signed    integer not null,
  alert_at  integer,
  primary key (case_id, number)
);
