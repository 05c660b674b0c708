-- What on the ground called for a person while a spacecraft was flown: alarms of its passes, as their stations tell them, and of its
-- uplink. Times are mission times.
create table telemetry_command.ground_alarm (
  id bigint generated always as identity primary key,
  mode text not null,
  spacecraft text not null,
  kind text not null,
  -- Where it was raised; null where no contact went on.
  contact text,
  site text,
  antenna text,
  raised_at timestamptz not null,
  explanation text not null,
  -- Null while it lasts.
  cleared_at timestamptz,
  -- What cleared it, in words.
  cleared_by text
);
create index on telemetry_command.ground_alarm (spacecraft, raised_at);
create index on telemetry_command.ground_alarm (mode) where cleared_at is null;
