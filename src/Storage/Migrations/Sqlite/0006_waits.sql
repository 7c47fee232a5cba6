-- What waits for an office about the terms of somebody's order: work from an instant on.
create table waits (
  case_id integer not null,
  kind    text not null,
  number  integer not null,
  office  text not null,
  since   integer not null,
  until   integer not null,
  primary key (case_id, kind, number)
);
create index waits_office on waits (office, since);
