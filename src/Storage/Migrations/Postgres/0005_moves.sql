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

-- Protected cases. Their household stands here and not in cases, so that no list finds them by it.
create table protections (
  case_id    bigint primary key,
  household  bigint,
  office     text collate "C" not null,
  has_reader bigint not null,
  at         bigint not null,
  lift_at    bigint
);
create index protections_household on protections (household) where household is not null;
create index protections_open on protections (office) where has_reader = 0 or lift_at is not null;
