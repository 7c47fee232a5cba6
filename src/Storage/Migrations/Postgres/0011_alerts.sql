-- What devices report that a person must look at: one row an incident. No read table: nothing in the log could refill it. Kinds, states and
-- severities are numbers of src/Monitoring/Alerts. A zone that is none is ''. Staff stand here as in the log; whatever staff write is in the log.
create table alerts (
  number          bigint primary key,
  case_id         bigint not null,
  assignment      text collate "C" not null,
  device          bigint not null,
  kind            bigint not null,
  zone            text collate "C" not null,
  severity        bigint not null,
  state           bigint not null,
  opened          bigint not null,
  received        bigint not null,
  last            bigint not null,
  cleared         bigint,
  wearer_at       bigint,
  desk_at         bigint not null,
  told_at         bigint,
  cause_by        bigint,
  signals         bigint not null,
  late            bigint not null,
  acknowledged_at bigint,
  closed_at       bigint,
  cause           text collate "C",
  side            text collate "C",
  held            bigint not null,
  model           text collate "C" not null,
  firmware        text collate "C" not null,
  changed         bigint not null
);
create index alerts_incident on alerts (assignment, kind, zone, number);
create index alerts_waiting on alerts (desk_at) where state = 1;
create index alerts_open on alerts (cause_by) where state in (2, 3);
create index alerts_case on alerts (case_id, opened);
create index alerts_changed on alerts (changed);
create index alerts_closed on alerts (closed_at) where state = 4;

-- Each observation once: a repeat after a restart finds its row. Evidence is positions, sealed under the person's key, and ends before the row does.
create table alert_signals (
  assignment text collate "C" not null,
  kind       bigint not null,
  zone       text collate "C" not null,
  occurred   bigint not null,
  case_id    bigint not null,
  received   bigint not null,
  late       bigint not null,
  code       bigint not null,
  thousandths bigint not null,
  alert      bigint,
  evidence   bytea,
  erase_at   bigint,
  primary key (assignment, kind, zone, occurred)
);
create index alert_signals_alert on alert_signals (alert, occurred);
create index alert_signals_case on alert_signals (case_id, occurred);
create index alert_signals_erase on alert_signals (erase_at) where erase_at is not null;

-- IN, OUT or UNKNOWN of one zone from an instant until another: what is kept when the fixes are gone.
create table verdicts (
  assignment text collate "C" not null,
  zone       text collate "C" not null,
  starts     bigint not null,
  ends       bigint not null,
  verdict    bigint not null,
  cause      bigint not null,
  case_id    bigint not null,
  primary key (assignment, zone, starts)
);
create index verdicts_case on verdicts (case_id, starts);
