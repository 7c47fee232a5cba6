-- What devices sent, before it is in the trail. Sealed under a key of the day; behind the trail the rows go, and the key after them.
create table journal (
  shard   bigint not null,
  seq     bigint not null,
  at      bigint not null,
  key     bigint not null,
  payload bytea    not null,
  primary key (shard, seq)
);

create table journal_keys (
  number  bigint primary key,
  made_at bigint not null,
  wrapped bytea    not null
);

-- Whose turn a shard is: who holds an older epoch writes nothing more.
create table shards (
  shard bigint primary key,
  epoch bigint not null,
  told  bigint not null,
  floor bigint not null
);

-- What a shard remembers of a device under an order, under the person's key.
create table shard_devices (
  device_id  bigint primary key,
  shard      bigint not null,
  assignment text collate "C"    not null,
  case_id    bigint not null,
  raw_days   bigint not null,
  upto       bigint not null,
  memory     bytea    not null
);
create index shard_devices_shard on shard_devices (shard);
create index shard_devices_case on shard_devices (case_id);

-- One key an assignment and month, wrapped by the person's own; without it no chunk of that month can be read.
create table trail_keys (
  assignment text collate "C"    not null,
  month      bigint not null,
  case_id    bigint not null,
  raw_days   bigint not null,
  wrapped    bytea    not null,
  primary key (assignment, month)
);
create index trail_keys_case on trail_keys (case_id);

create table trail_chunks (
  assignment text collate "C"    not null,
  from_at    bigint not null,
  until_at   bigint not null,
  number     bigint not null,
  case_id    bigint not null,
  month      bigint not null,
  device_id  bigint not null,
  points     bigint not null,
  sealed     bytea    not null,
  primary key (assignment, from_at, until_at, number)
);
create index trail_chunks_case on trail_chunks (case_id);
create index trail_chunks_until on trail_chunks (until_at);

-- Numbers by device and day: messages, fixes, what an order did not allow, what could not be read.
create table device_days (
  device_id bigint not null,
  day       bigint not null,
  kind      bigint not null,
  times     bigint not null,
  primary key (device_id, day, kind)
);

-- Messages that nobody could read, as they came, sealed; the first few of a device and day.
create table unread_messages (
  device_id bigint not null,
  at        bigint not null,
  protocol  text collate "C"    not null,
  sealed    bytea    not null,
  primary key (device_id, at)
);
