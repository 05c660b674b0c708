-- New times of neighbours are checked together, when all of them have moved: the constraints can wait for the end of a transaction.
alter table mission_planning.contact
  drop constraint contact_antenna_once,
  drop constraint contact_one_uplink,
  add constraint contact_antenna_once exclude using gist (antenna with =, period with &&)
    where (state in ('booked', 'executing', 'completed')) deferrable initially immediate,
  add constraint contact_one_uplink exclude using gist (spacecraft with =, period with &&)
    where (uplink and state in ('booked', 'executing', 'completed')) deferrable initially immediate;
