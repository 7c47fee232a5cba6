-- Accounts of staff. ASP.NET Core Identity's store reads and writes these tables; it never makes or changes them.
-- Instants are microseconds, truth values 0 and 1, on both engines.
create table accounts (
  id                   text collate "C"    primary key,
  user_name            text collate "C"    not null,
  normalized_user_name text collate "C"    not null,
  name                 text collate "C"    not null,
  role                 text collate "C"    not null,
  place                text collate "C",
  made_at              bigint not null,
  disabled_at          bigint,
  link_key             bytea,
  link_until           bigint,
  password_hash        text collate "C",
  two_factor_enabled   integer not null,
  totp_step            bigint not null,
  lockout_enabled      integer not null,
  lockout_end          bigint,
  access_failed_count  integer not null,
  security_stamp       text collate "C"    not null,
  concurrency_stamp    text collate "C"    not null
);
create unique index accounts_user_name on accounts (normalized_user_name);
create unique index accounts_link on accounts (link_key) where link_key is not null;

-- The authenticator's secret, encrypted under the installation's key, and keyed hashes of the recovery codes.
create table account_tokens (
  user_id        text collate "C" not null references accounts (id),
  login_provider text collate "C" not null,
  name           text collate "C" not null,
  value          text collate "C",
  primary key (user_id, login_provider, name)
);

-- data is JSON: the public key, its name, when it was added, its counter.
create table account_passkeys (
  credential_id bytea primary key,
  user_id       text collate "C" not null references accounts (id),
  data          jsonb not null
);
create index account_passkeys_user on account_passkeys (user_id);

-- One row for each sign-in that still holds. The cookie has the secret of which this is the hash. A passkey's challenge opens one.
create table account_sessions (
  session_key bytea    primary key,
  account     text collate "C"    not null references accounts (id),
  started_at  bigint not null,
  seen_at     bigint not null,
  means       text collate "C"    not null,
  challenge   bytea    unique
);
create index account_sessions_account on account_sessions (account);
