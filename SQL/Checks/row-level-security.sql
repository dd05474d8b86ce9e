-- Tables of people, companies and the night whose rows are not under row-level security.
select c.oid::regclass::text as subject, 'an administrator must say who may see its rows: call app.guard(''' || c.oid::regclass || ''')' as problem
from pg_class c
where c.relkind in ('r', 'p', 'm') and c.relnamespace::regnamespace::text in ('app', 'match', 'mail', 'audit')
  and not (c.relrowsecurity and c.relforcerowsecurity)
order by 1
