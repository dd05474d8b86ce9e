-- The contacts in whose scope some positions or establishments are, a row a scope, whether they can be
-- reached or not. $1 ids of open positions, $2 SIRETs of establishments with something due, $3 the day.
with site as (
  select p.siren, p.siret, p.id as position from app.position p where p.id = any($1) and p.state = 'open'
  union all
  select e.siren, e.siret, null from app.establishment e where e.siret = any($2)
),
scope as (
  select distinct s.contact, s.kind, s.siren, s.siret, s.position
  from site t
  join app.contact_scope s
    on s.siren = t.siren and (s.kind = 'company' or s.siret = t.siret or s.position = t.position)
)
select k.id, k.civility, k.name, app.contact_reach(k), coalesce(k.paused_until > $3, false), s.kind,
  coalesce(s.position, s.siret, s.siren)
from scope s
join app.contact k on k.id = s.contact
order by k.id, 6, 7
