-- Positions whose contacts are to be asked on a day whether they stand, and the day on which an
-- unanswered one expires; one row a contact. $1 the day.
select k.id, k.civility, k.name, p.id, p.title, p.commune, p.confirmed_on,
  greatest(p.confirmed_on + app.retention_term('position', $1), $1 + app.retention_term('question', $1))::date
from app.position p
join lateral (
  select distinct s.contact
  from app.contact_scope s
  where s.siren = p.siren and (s.kind = 'company' or s.siret = p.siret or s.position = p.id)) as s on true
join app.contact k on k.id = s.contact and app.contact_reach(k) in ('reachable', 'never')
where p.state = 'open' and p.asked_on is null
  and p.confirmed_on + app.retention_term('position', $1) - app.retention_term('question', $1) <= $1
order by k.id, p.title, p.id
