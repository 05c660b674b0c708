-- Stations' frames to the missions that own them: how far each station's log is routed, and what became of every frame.
create schema interconnect;

-- Committed together with the accounts of the frames up to it.
create table interconnect.route_cursor (
  log text primary key,
  -- A log that was made anew under the same name starts from its beginning.
  incarnation text not null,
  sequence bigint not null
);

-- One row for each site, spacecraft and contact, and each thing that befell its frames there. Spacecraft and contact are empty where
-- the record could not be read. The reason is the agreement of what was delivered, the station's disposition of what was not
-- routed, and the rule that refused the rest.
create table interconnect.frame_account (
  site text not null,
  spacecraft text not null,
  contact text not null,
  outcome text not null check (outcome in ('delivered', 'not-routed', 'refused')),
  reason text not null,
  frames bigint not null,
  octets bigint not null,
  first_sequence bigint not null,
  last_sequence bigint not null,
  first_earth_receive_time timestamptz,
  last_earth_receive_time timestamptz,
  -- Of the latest frame.
  detail text not null,
  primary key (site, spacecraft, contact, outcome, reason)
);
