-- Element sets with their history, and the contact windows predicted from the ones in force.
create schema flight_dynamics;

create table flight_dynamics.element_set (
  spacecraft text not null,
  epoch timestamptz not null,
  source text not null,
  imported_at timestamptz not null,
  document jsonb not null,
  primary key (spacecraft, epoch, source)
);

create table flight_dynamics.contact_window (
  id text primary key,
  spacecraft text not null,
  antenna text not null,
  aos timestamptz not null,
  los timestamptz not null check (los >= aos),
  document jsonb not null
);
create index contact_window_aos_idx on flight_dynamics.contact_window (aos);
