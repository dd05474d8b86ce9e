-- Makes the roles of Vivier on a PostgreSQL server that is not its own. To be run once by an
-- administrator, connected to the database that Vivier will use:
--   psql -d vivier -f Ops/roles.sql
-- Then: DATABASE_URL=postgresql://vivier_migrate@host/vivier vivier db migrate
-- Passwords, certificates or peer mappings for the three login roles are yours to set.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['vivier_owner', 'vivier_migrate', 'vivier_nightly', 'vivier_portal'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format(
        'create role %I %s', wanted, case wanted when 'vivier_owner' then 'nologin' else 'login' end);
    end if;
  end loop;
  execute format('grant create on database %I to vivier_owner', current_database());
end
$$;
grant vivier_owner to vivier_migrate;
