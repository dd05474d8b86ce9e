-- What each role may do with each relation, by trying: s(elect), i(nsert), u(pdate), d(elete), t(runcate).
-- EXPLAIN asks for the rights and does nothing; what does something is undone at once.
create function pg_temp.attempt(relation regclass, command text) returns boolean language plpgsql as $$
declare
  changeable text := (
    select quote_ident(attname) from pg_attribute
    where attrelid = relation and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''
    order by attnum limit 1);
begin
  execute case command
    when 's' then format('explain select from %s', relation)
    when 'i' then format('explain insert into %s default values', relation)
    when 'u' then format('explain update %s set %s = default', relation, changeable)
    when 'd' then format('explain delete from %s', relation)
    when 't' then format('truncate only %s', relation) end;
  raise exception 'undo' using errcode = 'UNDO0';
exception
  when sqlstate 'UNDO0' then return true;
  when insufficient_privilege then return false;
  when object_not_in_prerequisite_state or wrong_object_type then return false;  -- a view that takes no rows
  when feature_not_supported then return true;  -- it may, but other tables refer to this one
end
$$;

create function pg_temp.attempts() returns table (relation text, role text, cell text) language plpgsql as $$
declare
  target record;
  who text;
  command text;
begin
  for target in
    select c.oid::regclass as relation, n.nspname || '.' || c.relname as name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_|^information_schema$'
    order by 2
  loop
    for who in select rolname from pg_roles where rolname like 'vivier\_%' loop
      relation := target.name;
      role := who;
      cell := '';
      perform set_config('role', who, true);
      foreach command in array array['s', 'i', 'u', 'd', 't'] loop
        begin
          if pg_temp.attempt(target.relation, command) then cell := cell || command; end if;
        exception when insufficient_privilege then null;
        end;
      end loop;
      perform set_config('role', 'none', true);
      return next;
    end loop;
  end loop;
end
$$;
