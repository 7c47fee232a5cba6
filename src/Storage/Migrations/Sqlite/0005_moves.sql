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

-- Protected cases. Their household stands here and not in cases, so that no list finds them by it.
create table protections (
  case_id    integer primary key,
  household  integer,
  office     text not null,
  has_reader integer not null,
  at         integer not null,
  lift_at    integer
);
create index protections_household on protections (household) where household is not null;
create index protections_open on protections (office) where has_reader = 0 or lift_at is not null;

-- What makes two cases alike: keyed hashes of the A-number (1) and of name and birth date (2).
create table likenesses (
  case_id    integer not null,
  kind       integer not null,
  key        integer not null,
  is_history integer not null,
  at         integer not null,
  primary key (case_id, kind)
) without rowid;
create index likenesses_key on likenesses (key, kind);
create index likenesses_live on likenesses (case_id) where is_history = 0;

-- Pairs that are alike and of which nobody has said whether they are one person.
create table maybe_same (
  low  integer not null,
  high integer not null,
  kind integer not null,
  at   integer not null,
  primary key (low, high)
) without rowid;
create index maybe_same_high on maybe_same (high);

-- What people said, in both directions.
create table same_person (
  case_id integer not null,
  other   integer not null,
  is_same integer not null,
  primary key (case_id, other)
) without rowid;
