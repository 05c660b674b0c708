-- The registry: who flies what, through which antenna, by which agreement. Owned by service-management, read by all.
-- Each row keeps its whole document as the contract has it; the columns beside it are what the database itself must know.
create schema service_management;

create table service_management.member (
  id text primary key,
  document jsonb not null
);

create table service_management.link_profile (
  id text primary key,
  version integer not null,
  document jsonb not null
);

create table service_management.spacecraft (
  id text primary key,
  owner text not null references service_management.member (id),
  operator text not null references service_management.member (id),
  link_profile text not null references service_management.link_profile (id),
  catalog_number integer unique,
  document jsonb not null
);

create table service_management.site (
  id text primary key,
  member text not null references service_management.member (id),
  document jsonb not null
);

create table service_management.antenna (
  id text primary key,
  site text not null references service_management.site (id),
  document jsonb not null
);

create table service_management.agreement (
  id text primary key,
  provider text not null references service_management.member (id),
  "user" text not null references service_management.member (id),
  document jsonb not null
);
