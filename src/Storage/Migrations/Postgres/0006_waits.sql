-- What waits for an office about the terms of somebody's order: work from an instant on.
create table waits (
  case_id bigint not null,
  kind    text collate "C" not null,
  number  bigint not null,
  office  text collate "C" not null,
  since   bigint not null,
  until   bigint not null,
  primary key (case_id, kind, number)
);
create index waits_office on waits (office, since);
