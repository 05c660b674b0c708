-- What this database belongs to. A database of one mode is never opened in another (design rule 10).
create table service_management.installation (
  only_one boolean primary key default true check (only_one),
  mode text not null check (mode in ('operational', 'test', 'simulation'))
);
