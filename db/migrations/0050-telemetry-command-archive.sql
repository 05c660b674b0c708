-- The telemetry archive: raw frames, and what was derived from them (packets, samples, alarms, gaps), with the state of the derivation.
-- One transaction writes a batch of frames, all that came of it, the new state and the cursor: everything or nothing.
create schema telemetry_command;

-- How far a spacecraft's mission log is processed.
create table telemetry_command.log_cursor (
  log text primary key,
  -- A log that was made anew under the same name starts from its beginning.
  incarnation text not null,
  sequence bigint not null
);

-- Records of a mission log that are no frame of ours: unreadable, of another mode or of another spacecraft.
create table telemetry_command.rejected_record (
  log text not null,
  incarnation text not null,
  sequence bigint not null,
  reason text not null,
  detail text not null,
  primary key (log, incarnation, sequence)
);

create table telemetry_command.frame (
  id bigint generated always as identity primary key,
  spacecraft text not null,
  station_log text not null,
  station_sequence bigint not null,
  mode text not null,
  contact text not null,
  site text not null,
  antenna text not null,
  link_profile text not null,
  link_profile_version integer not null,
  earth_receive_time timestamptz not null,
  vcid smallint,
  vcfc smallint,
  mcfc smallint,
  corrected_symbols smallint[] not null,
  asm_bit_errors integer not null,
  inverted boolean not null,
  es_n0_db double precision,
  -- Why nothing was taken from the frame; null where it was.
  fault text,
  octets bytea not null,
  unique (station_log, station_sequence)
);
create index on telemetry_command.frame (spacecraft, earth_receive_time);
create index on telemetry_command.frame (contact);

create table telemetry_command.packet (
  id bigint generated always as identity primary key,
  spacecraft text not null,
  -- 'complete'; 'partial': octets are missing; 'checksum-error': its packet error control does not hold.
  quality text not null check (quality in ('complete', 'partial', 'checksum-error')),
  kind text not null check (kind in ('space', 'encapsulation')),
  apid smallint,
  sequence_count smallint,
  -- The container that decoded it; null with the reason where none did.
  container text,
  reason text,
  source text not null check (source in ('real-time', 'playback', 'unknown')),
  generation_time timestamptz,
  -- Of the first frame that brought octets of it.
  earth_receive_time timestamptz not null,
  contact text not null,
  antenna text not null,
  vcid smallint not null,
  station_log text not null,
  first_station_sequence bigint not null,
  last_station_sequence bigint not null,
  -- [{"offset","length"}] of octets that no frame brought; they are 0 in octets.
  gaps jsonb,
  octets bytea not null
);
-- A packet heard by two antennas, or sent again from the recorder, is kept once.
create unique index packet_identity on telemetry_command.packet (spacecraft, apid, sequence_count, generation_time)
  where quality = 'complete' and kind = 'space';
create index on telemetry_command.packet (spacecraft, (coalesce(generation_time, earth_receive_time)));
create index on telemetry_command.packet (contact);

-- Which place in the arrays of a sample each parameter has. Fixed for ever for one text of a mission database.
create table telemetry_command.sample_layout (
  id integer generated always as identity primary key,
  mission_database text not null,
  version text not null,
  fingerprint text not null,
  container text not null,
  parameters text[] not null,
  unique (mission_database, fingerprint, container)
);

-- One row a decoded packet: value[i] and raw[i] are those of parameters[i] of its layout (SQL counts from 1).
-- Packet and sample are written by one transaction; a foreign key would be checked once a row, at half the speed.
create table telemetry_command.sample (
  packet_id bigint primary key,
  layout_id integer not null,
  spacecraft text not null,
  container text not null,
  source text not null check (source in ('real-time', 'playback')),
  generation_time timestamptz not null,
  earth_receive_time timestamptz not null,
  raw double precision[] not null,
  value double precision[] not null,
  -- {"i": {"raw","value"}}: labels, strings, octets, times and integers that a double cannot hold; i as in SQL.
  texts jsonb not null,
  -- As in the list of results, from 0; null where the packet does not hold the parameter.
  monitoring smallint[] not null
);
create index on telemetry_command.sample (spacecraft, container, generation_time);

create table telemetry_command.gap (
  id bigint generated always as identity primary key,
  spacecraft text not null,
  contact text not null,
  antenna text not null,
  vcid smallint not null,
  -- 'virtual': counted by the virtual channel's frames; 'master': a silence so long that only the master channel's count tells.
  channel text not null check (channel in ('virtual', 'master')),
  missing_frames integer not null,
  after_earth_receive_time timestamptz,
  before_earth_receive_time timestamptz not null,
  station_log text not null,
  station_sequence bigint not null
);
create index on telemetry_command.gap (spacecraft, before_earth_receive_time);
create index on telemetry_command.gap (contact);

create table telemetry_command.alarm (
  id bigint generated always as identity primary key,
  spacecraft text not null,
  mode text not null,
  parameter text not null,
  from_result text not null,
  to_result text not null,
  value jsonb not null,
  unit text,
  generation_time timestamptz not null,
  earth_receive_time timestamptz not null,
  contact text not null,
  packet_id bigint not null
);
create index on telemetry_command.alarm (spacecraft, generation_time);
create index on telemetry_command.alarm (contact);

-- Extraction's memory of one contact at one antenna, so that a restart in mid-pass goes on exactly where it was.
create table telemetry_command.stream_state (
  spacecraft text not null,
  contact text not null,
  antenna text not null,
  state jsonb not null,
  primary key (spacecraft, contact)
);

-- The monitoring result that each parameter has reached, so that a restart raises no alarm twice.
create table telemetry_command.monitoring_state (
  spacecraft text not null,
  parameter text not null,
  result text not null,
  violations integer not null,
  generation_time timestamptz not null,
  primary key (spacecraft, parameter)
);

create table telemetry_command.channel_count (
  spacecraft text not null,
  contact text not null,
  antenna text not null,
  -- -1: of frames whose virtual channel cannot be told.
  vcid smallint not null,
  frames bigint not null,
  corrected_frames bigint not null,
  corrected_symbols bigint not null,
  faulty_frames bigint not null,
  idle_frames bigint not null,
  repeated_frames bigint not null,
  packets_complete bigint not null,
  packets_partial bigint not null,
  packets_checksum_error bigint not null,
  packets_unrecognised bigint not null,
  packets_duplicate bigint not null,
  packets_idle bigint not null,
  parameter_values bigint not null,
  extraction_errors bigint not null,
  skipped_octets bigint not null,
  gaps bigint not null,
  missing_frames bigint not null,
  alarms bigint not null,
  primary key (spacecraft, contact, vcid)
);
