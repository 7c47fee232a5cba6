-- The inventory: what can be worn. The case that has a device stands in device_orders, which is refilled from the log.
create table devices (
  device_id integer primary key autoincrement,
  serial    text not null unique,
  model     text not null,
  protocol  text not null,
  firmware  text,
  sim       text,
  secret    blob,
  in_use    integer not null,
  because   text,
  added_at  integer not null,
  found_at  integer not null default 0
);
create index devices_model on devices (model);

-- The names by which a device calls itself in its protocol: IMEI, serial number, without leading zeros.
create table device_names (
  protocol  text not null,
  name      text not null,
  device_id integer not null,
  primary key (protocol, name)
);
create index device_names_device on device_names (device_id);

-- What was done with each device, and by whom. The last number tells whoever follows the inventory that something changed.
create table device_history (
  id        integer primary key autoincrement,
  device_id integer not null,
  at        integer not null,
  kind      text not null,
  who       text not null,
  words     text not null
);
create index device_history_device on device_history (device_id, id);

-- Devices that called and are in no inventory: work, and never made one by their own message.
create table unknown_devices (
  protocol text not null,
  name     text not null,
  first_at integer not null,
  last_at  integer not null,
  times    integer not null,
  primary key (protocol, name)
);

-- Models that were taken out of use. One that is not here is in use as the programme says.
create table device_models (
  model   text primary key,
  because text not null,
  at      integer not null
);

-- A unit or a model whose false alerts pass the programme's limit: proposed to an administrator, who accepts or refuses with reasons.
create table device_proposals (
  id          integer primary key autoincrement,
  scope       text not null,
  target      text not null,
  found_at    integer not null,
  false_count integer not null,
  alert_count integer not null,
  at_most     integer not null,
  answer      text,
  answered_at integer,
  answered_by text,
  reason      text
);
create unique index device_proposals_open on device_proposals (scope, target) where answer is null;

-- Refilled from the log: which device belongs to which order, from when until when.
create table device_orders (
  assignment    text primary key,
  case_id       integer not null,
  device_id     integer not null,
  office        text not null,
  assigned_at   integer not null,
  fitted_at     integer,
  asked_back_at integer,
  ended_at      integer,
  how           text
);
create index device_orders_case on device_orders (case_id);
create index device_orders_device on device_orders (device_id, assigned_at);
create index device_orders_held on device_orders (device_id) where ended_at is null;
