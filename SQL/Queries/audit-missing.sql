-- Heads of the audit log that were told and are in it no more: the tail that held them was cut off.
-- $1 heads in hexadecimal that somebody kept.
select told.name, told.head
from (
  select 'head told by --expect or kept in the home' as name, lower(kept) as head
  from unnest($1::text[]) as kept
  union all
  select 'head of run ' || r.id, encode(r.audit_head, 'hex') from match.run r where r.audit_head is not null
  union all
  select 'last row written', encode(h.hash, 'hex') from audit.head h
) as told
where told.head <> encode(sha256('vivier audit'), 'hex')
  and not exists (select from audit.log l where encode(l.hash, 'hex') = told.head)
order by told.name
