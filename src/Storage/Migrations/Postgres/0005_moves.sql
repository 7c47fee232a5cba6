-- The last transfer of each case between offices: what is proposed, on its way, or returned is somebody's work.
create table transfers (
  case_id     bigint primary key,
  state       text collate "C" not null,
  from_office text collate "C" not null,
  to_office   text collate "C" not null,
  code        text collate "C",
  at          bigint not null,
  sent_at     bigint,
  answer_by   bigint
);
create index transfers_to on transfers (to_office) where state in ('sent', 'delivered');
create index transfers_from on transfers (from_office) where state in ('proposed', 'sent', 'delivered', 'returned');
