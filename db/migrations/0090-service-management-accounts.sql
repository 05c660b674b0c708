-- Who may sign in, and what was decided about whom: users with their roles, and the audit.

create table service_management.user_account (
  id text primary key,
  name text not null,
  member text not null references service_management.member (id),
  roles text[] not null,
  -- scrypt (RFC 7914): parameters, salt and hash. The password itself is nowhere.
  password jsonb not null,
  enabled boolean not null,
  -- Grows with each change of password, roles or standing: tokens of an earlier version open nothing.
  version integer not null,
  -- Made by the demonstration; removed by any other start.
  demonstration boolean not null,
  created_wall timestamptz not null,
  created_mission timestamptz not null
);
create index on service_management.user_account (member);

-- One row for each decision, for ever: no reference holds it to a user or a spacecraft that may go.
create table service_management.audit_entry (
  id bigint generated always as identity primary key,
  mode text not null check (mode in ('operational', 'test', 'simulation')),
  wall_time timestamptz not null,
  mission_time timestamptz not null,
  "user" text,
  member text,
  actor text not null,
  operation text not null,
  door text not null,
  spacecraft text,
  antenna text,
  subject text,
  allowed boolean not null,
  rule text not null,
  explanation text not null,
  agreement text
);
create index on service_management.audit_entry (wall_time);
create index on service_management.audit_entry (mission_time);
create index on service_management.audit_entry (spacecraft, id);
create index on service_management.audit_entry ("user", id);

-- What is written is never changed: not by us, and not by mistake.
create function service_management.refuse_change_of_audit() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is only added to: expected insert, found %', tg_op;
end;
$$;
create trigger audit_entry_is_only_added_to
  before update or delete or truncate on service_management.audit_entry
  for each statement execute function service_management.refuse_change_of_audit();
