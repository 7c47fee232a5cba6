-- Accounts of staff. ASP.NET Core Identity's store reads and writes these tables; it never makes or changes them.
-- Instants are microseconds, truth values 0 and 1, on both engines.
create table accounts (
  id                   text    primary key,
  user_name            text    not null,
  normalized_user_name text    not null,
  name                 text    not null,
  role                 text    not null,
  place                text,
  made_at              integer not null,
  disabled_at          integer,
  link_key             blob,
  link_until           integer,
  password_hash        text,
  two_factor_enabled   integer not null,
  totp_step            integer not null,
  lockout_enabled      integer not null,
  lockout_end          integer,
  access_failed_count  integer not null,
  security_stamp       text    not null,
  concurrency_stamp    text    not null
);
create unique index accounts_user_name on accounts (normalized_user_name);
create unique index accounts_link on accounts (link_key) where link_key is not null;

-- The authenticator's secret, encrypted under the installation's key, and keyed hashes of the recovery codes.
create table account_tokens (
  user_id        text not null references accounts (id),
  login_provider text not null,
  name           text not null,
  value          text,
  primary key (user_id, login_provider, name)
);

-- data is JSON: the public key, its name, when it was added, its counter.
create table account_passkeys (
  credential_id blob primary key,
  user_id       text not null references accounts (id),
  data          text not null
);
create index account_passkeys_user on account_passkeys (user_id);

-- One row for each sign-in that still holds. The cookie has the secret of which this is the hash. A passkey's challenge opens one.
create table account_sessions (
  session_key blob    primary key,
  account     text    not null references accounts (id),
  started_at  integer not null,
  seen_at     integer not null,
  means       text    not null,
  challenge   blob    unique
);
create index account_sessions_account on account_sessions (account);
