-- The last transfer of each case between offices: what is proposed, on its way, or returned is somebody's work.
create table transfers (
  case_id     integer primary key,
  state       text    not null,
  from_office text    not null,
  to_office   text    not null,
  code        text,
  at          integer not null,
  sent_at     integer,
  answer_by   integer
);
create index transfers_to on transfers (to_office) where state in ('sent', 'delivered');
create index transfers_from on transfers (from_office) where state in ('proposed', 'sent', 'delivered', 'returned');
