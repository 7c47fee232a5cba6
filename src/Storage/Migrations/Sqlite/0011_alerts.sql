-- What devices report that a person must look at: one row an incident. No read table: nothing in the log could refill it. Kinds, states and
-- severities are numbers of src/Monitoring/Alerts. A zone that is none is ''. Staff stand here as in the log; whatever staff write is in the log.
create table alerts (
  number          integer primary key,
  case_id         integer not null,
  assignment      text    not null,
  device          integer not null,
  kind            integer not null,
  zone            text    not null,
  severity        integer not null,
  state           integer not null,
  opened          integer not null,
  received        integer not null,
  last            integer not null,
  cleared         integer,
  wearer_at       integer,
  desk_at         integer not null,
  told_at         integer,
  cause_by        integer,
  signals         integer not null,
  late            integer not null,
  acknowledged_at integer,
  closed_at       integer,
  cause           text,
  side            text,
  held            integer not null,
  model           text    not null,
  firmware        text    not null,
  changed         integer not null
);
create index alerts_incident on alerts (assignment, kind, zone, number);
create index alerts_waiting on alerts (desk_at) where state = 1;
create index alerts_open on alerts (cause_by) where state in (2, 3);
create index alerts_case on alerts (case_id, opened);
create index alerts_changed on alerts (changed);
create index alerts_closed on alerts (closed_at) where state = 4;

-- Each observation once: a repeat after a restart finds its row. Evidence is positions, sealed under the person's key, and ends before the row does.
create table alert_signals (
  assignment text    not null,
  kind       integer not null,
  zone       text    not null,
  occurred   integer not null,
  case_id    integer not null,
  received   integer not null,
  late       integer not null,
  code       integer not null,
  thousandths integer not null,
  alert      integer,
  evidence   blob,
  erase_at   integer,
  primary key (assignment, kind, zone, occurred)
);
create index alert_signals_alert on alert_signals (alert, occurred);
create index alert_signals_case on alert_signals (case_id, occurred);
create index alert_signals_erase on alert_signals (erase_at) where erase_at is not null;

-- IN, OUT or UNKNOWN of one zone from an instant until another: what is kept when the fixes are gone.
create table verdicts (
  assignment text    not null,
  zone       text    not null,
  starts     integer not null,
  ends       integer not null,
  verdict    integer not null,
  cause      integer not null,
  case_id    integer not null,
  primary key (assignment, zone, starts)
);
create index verdicts_case on verdicts (case_id, starts);
