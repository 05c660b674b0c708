-- What is live is ordered by earth receive time: an on-board clock may be set back or show a time far ahead.
alter table telemetry_command.monitoring_state add column earth_receive_time timestamptz;
update telemetry_command.monitoring_state m set earth_receive_time = coalesce(
  (select max(s.earth_receive_time) from telemetry_command.sample s where s.spacecraft = m.spacecraft and s.source = 'real-time'),
  m.generation_time);
alter table telemetry_command.monitoring_state alter column earth_receive_time set not null;

-- The latest live sample of a container.
create index on telemetry_command.sample (spacecraft, container, earth_receive_time, generation_time) where source = 'real-time';

-- Complete packets whose generation time is later than their reception, or, live, more than a day before it.
alter table telemetry_command.channel_count add column packets_time_suspect bigint not null default 0;

comment on index telemetry_command.packet_identity is
  'A packet heard by two antennas is kept once. One without a generation time cannot be told from a later one with the same count and octets: it is kept once for each antenna that heard it.';
