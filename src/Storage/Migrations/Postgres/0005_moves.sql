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

-- What makes two cases alike: keyed hashes of the A-number (1) and of name and birth date (2).
create table likenesses (
  case_id    bigint not null,
  kind       bigint not null,
  key        bigint not null,
  is_history bigint not null,
  at         bigint not null,
  primary key (case_id, kind)
);
create index likenesses_key on likenesses (key, kind);
create index likenesses_live on likenesses (case_id) where is_history = 0;

-- Pairs that are alike and of which nobody has said whether they are one person.
create table maybe_same (
  low  bigint not null,
  high bigint not null,
  kind bigint not null,
  at   bigint not null,
  primary key (low, high)
);
create index maybe_same_high on maybe_same (high);

-- What people said, in both directions.
create table same_person (
  case_id bigint not null,
  other   bigint not null,
  is_same bigint not null,
  primary key (case_id, other)
);
