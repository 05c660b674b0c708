-- Operator ephemerides, manoeuvres and Earth orientation, and what each spacecraft and antenna was last predicted from.
create table flight_dynamics.ephemeris (
  spacecraft text not null,
  -- CREATION_DATE of the message.
  created timestamptz not null,
  source text not null,
  imported_at timestamptz not null,
  -- From the first usable span to the end of the last one.
  usable_from timestamptz not null,
  usable_to timestamptz not null check (usable_to >= usable_from),
  text text not null,
  document jsonb not null,
  primary key (spacecraft, created, source)
);
create index ephemeris_usable_idx on flight_dynamics.ephemeris (usable_to);

create table flight_dynamics.maneuver (
  id uuid primary key,
  spacecraft text not null,
  ends_at timestamptz not null,
  planned_by text not null,
  document jsonb not null
);
create index maneuver_spacecraft_idx on flight_dynamics.maneuver (spacecraft, ends_at);

create table flight_dynamics.earth_orientation (
  imported_at timestamptz not null,
  source text not null,
  text text not null,
  document jsonb not null,
  primary key (imported_at, source)
);

-- The windows of these two are known over this time, by this basis: only what differs from it is searched again.
create table flight_dynamics.prediction (
  spacecraft text not null,
  antenna text not null,
  covered_from timestamptz not null,
  covered_to timestamptz not null check (covered_to > covered_from),
  basis jsonb not null,
  primary key (spacecraft, antenna)
);

-- Pages go by AOS and identity; a prediction reads one spacecraft's windows that are not over.
create index contact_window_page_idx on flight_dynamics.contact_window (aos, id);
create index contact_window_spacecraft_idx on flight_dynamics.contact_window (spacecraft, los);
drop index flight_dynamics.contact_window_aos_idx;
