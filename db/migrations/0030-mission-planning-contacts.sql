-- Service requests, booked contacts, and what each request did not get and why.
create schema mission_planning;

create table mission_planning.service_request (
  id text primary key,
  spacecraft text not null,
  priority integer not null,
  document jsonb not null
);

-- A contact holds its antenna from the start of set-up to the end of tear-down: `period` is half-open and includes both.
create table mission_planning.contact (
  id text primary key,
  mode text not null,
  state text not null check (state in ('draft', 'booked', 'executing', 'completed', 'failed', 'cancelled')),
  spacecraft text not null,
  site text not null,
  antenna text not null,
  request text not null references mission_planning.service_request (id),
  agreement text not null,
  uplink boolean not null,
  period tstzrange not null check (not isempty(period) and lower_inc(period) and not upper_inc(period)),
  document jsonb not null,
  -- No antenna twice. Drafts are proposals and hold nothing; cancelled and failed contacts hold nothing any more.
  constraint contact_antenna_once exclude using gist (antenna with =, period with &&)
    where (state in ('booked', 'executing', 'completed')),
  -- No spacecraft with two uplinks.
  constraint contact_one_uplink exclude using gist (spacecraft with =, period with &&)
    where (uplink and state in ('booked', 'executing', 'completed'))
);
create index contact_site_idx on mission_planning.contact (site);

create table mission_planning.lost_window (
  "window" text not null,
  request text not null,
  rule text not null,
  winner text,
  document jsonb not null,
  primary key ("window", request)
);
