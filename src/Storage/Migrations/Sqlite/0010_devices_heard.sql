-- What devices sent, before it is in the trail. Sealed under a key of the day; behind the trail the rows go, and the key after them.
create table journal (
  shard   integer not null,
  seq     integer not null,
  at      integer not null,
  key     integer not null,
  payload blob    not null,
  primary key (shard, seq)
) without rowid;

create table journal_keys (
  number  integer primary key,
  made_at integer not null,
  wrapped blob    not null
);

-- Whose turn a shard is: who holds an older epoch writes nothing more.
create table shards (
  shard integer primary key,
  epoch integer not null,
  told  integer not null,
  floor integer not null
);

-- What a shard remembers of a device under an order, under the person's key.
create table shard_devices (
  device_id  integer primary key,
  shard      integer not null,
  assignment text    not null,
  case_id    integer not null,
  raw_days   integer not null,
  upto       integer not null,
  memory     blob    not null
);
create index shard_devices_shard on shard_devices (shard);
create index shard_devices_case on shard_devices (case_id);

-- One key an assignment and month, wrapped by the person's own; without it no chunk of that month can be read.
create table trail_keys (
  assignment text    not null,
  month      integer not null,
  case_id    integer not null,
  raw_days   integer not null,
  wrapped    blob    not null,
  primary key (assignment, month)
) without rowid;
create index trail_keys_case on trail_keys (case_id);

create table trail_chunks (
  assignment text    not null,
  from_at    integer not null,
  until_at   integer not null,
  number     integer not null,
  case_id    integer not null,
  month      integer not null,
  device_id  integer not null,
  points     integer not null,
  sealed     blob    not null,
  primary key (assignment, from_at, until_at, number)
) without rowid;
create index trail_chunks_case on trail_chunks (case_id);
create index trail_chunks_until on trail_chunks (until_at);

-- Numbers by device and day: messages, fixes, what an order did not allow, what could not be read.
create table device_days (
  device_id integer not null,
  day       integer not null,
  kind      integer not null,
  times     integer not null,
  primary key (device_id, day, kind)
) without rowid;

-- Messages that nobody could read, as they came, sealed; the first few of a device and day.
create table unread_messages (
  device_id integer not null,
  at        integer not null,
  protocol  text    not null,
  sealed    blob    not null,
  primary key (device_id, at)
) without rowid;
