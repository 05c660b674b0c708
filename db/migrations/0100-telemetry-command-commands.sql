-- Commands, what happened to them, and who holds each spacecraft's console.
create table telemetry_command.command (
  -- In the order of authoring.
  number bigint generated always as identity primary key,
  id uuid not null unique,
  mode text not null,
  spacecraft text not null,
  name text not null,
  -- Checked values by argument name, those of the mission database's defaults too.
  arguments jsonb not null,
  significance text not null,
  hazardous boolean not null,
  service text not null check (service in ('AD', 'BD')),
  author text not null,
  -- The holding of the console under which it was written (console_holding.number).
  holding integer not null,
  member text not null,
  approver text,
  note text,
  state text not null check (state in (
    'awaiting-approval', 'queued', 'released', 'radiated', 'acknowledged', 'accepted', 'started', 'completed',
    'failed', 'unknown', 'rejected', 'cancelled')),
  -- The contact that its author wants it to go in; null: in the next one that can.
  asked_contact text,
  contact text,
  antenna text,
  agreement text,
  apid smallint,
  sequence_count smallint,
  packet bytea,
  authored_at timestamptz not null,
  -- Its place in the order of release: time of authoring or, for a hazardous command, of approval.
  queued_at timestamptz,
  -- The circumstances in which its release was refused last: it is tried again in others.
  refused_in text,
  -- Nobody approves what he wrote (design rule 11).
  check (approver is null or approver <> author),
  -- Nothing hazardous goes without a second person (design rule 11).
  check (not hazardous or approver is not null or state in ('awaiting-approval', 'rejected', 'cancelled'))
);
create index on telemetry_command.command (spacecraft, authored_at);
-- A report names the command by these.
create index on telemetry_command.command (spacecraft, apid, sequence_count);
create index command_under_way on telemetry_command.command (spacecraft, queued_at, number)
  where state in ('queued', 'released', 'radiated');

-- What happened to a command, in the order in which it was told. Nothing is ever changed or taken away here.
create table telemetry_command.command_stage (
  command_id uuid not null references telemetry_command.command (id),
  position integer not null,
  stage text not null,
  outcome text not null check (outcome in ('done', 'failed', 'unknown')),
  at timestamptz not null,
  by text,
  detail text,
  frame_sequence_number smallint,
  cltu uuid,
  -- The downlinked frame that told it: all three or none.
  station_log text,
  station_sequence bigint,
  earth_receive_time timestamptz,
  primary key (command_id, position)
);

-- The count that the next telecommand packet gets, modulo 16 384.
create table telemetry_command.sequence_count (
  spacecraft text not null,
  apid smallint not null,
  next integer not null,
  primary key (spacecraft, apid)
);

-- Who commands a spacecraft: one person, or nobody.
create table telemetry_command.console_holding (
  spacecraft text primary key,
  -- Counts the holdings: to take the console begins a new one, a hand-over goes on with the old one.
  number integer not null,
  holder text,
  -- The version of his account when the console came to him: another version, another person or another standing.
  holder_account integer,
  -- Wall time.
  since timestamptz,
  offered_to text,
  -- Counts the changes: what was decided under one holding does not hold under the next.
  revision bigint not null,
  check ((holder is null) = (since is null)),
  check ((holder is null) = (holder_account is null)),
  check (offered_to is null or holder is not null)
);
