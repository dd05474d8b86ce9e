-- Makes the roles of Vivier on a PostgreSQL server that is not its own. To be run once by an
-- administrator, connected to the database that Vivier will use, and again after an upgrade that asks for it:
--   psql -d vivier -f Ops/roles.sql
-- Then: DATABASE_URL=postgresql://vivier_migrate@host/vivier vivier db migrate
-- Passwords, certificates or peer mappings for the login roles are yours to set.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('vivier_owner', 'nologin'), ('vivier_migrate', 'login'), ('vivier_nightly', 'login'), ('vivier_portal', 'login'),
      ('vivier_staff', 'login'), ('vivier_metrics', 'login'), ('vivier_backup', 'login')) as r (name, rights)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.rights);
    end if;
  end loop;
  execute format('grant create on database %I to vivier_owner', current_database());
end
$$;
grant vivier_owner to vivier_migrate;
-- A dump must be whole: it reads past row-level security, and may change nothing.
alter role vivier_backup bypassrls;
