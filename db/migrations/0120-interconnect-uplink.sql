-- CLTUs on their way from missions to stations, one row each: what the stations and the agreements are accounted by.
create table interconnect.cltu (
  id uuid primary key,
  mode text not null,
  spacecraft text not null,
  contact text not null,
  -- Null where the contact names no registered antenna.
  site text,
  antenna text,
  -- The one that permits it; null where none does.
  agreement text,
  octets integer not null,
  -- Mission time.
  asked_at timestamptz not null,
  -- Written before the station is asked; null until it answers.
  answer text check (answer in ('accepted', 'refused')),
  -- Of a refusal, the station's or the interconnection's.
  rule text,
  explanation text,
  -- What the station said became of it; null until then.
  outcome text check (outcome in ('radiated', 'not-radiated')),
  radiation_start timestamptz,
  radiation_end timestamptz
);
create index on interconnect.cltu (spacecraft, asked_at);
create index on interconnect.cltu (site, asked_at);
