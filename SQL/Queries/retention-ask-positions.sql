-- Positions whose contacts are to be asked on a day whether they stand, and the day on which an
-- unanswered one expires; one row a contact. $1 the day.
select k.id, k.civility, k.name, p.id, p.title, p.commune, p.confirmed_on,
  greatest(p.confirmed_on + app.retention_term('position', $1), $1 + app.retention_term('question', $1))::date
from app.position p
join app.contact k on k.siren = p.siren and k.siret = p.siret and k.email is not null
where p.state = 'open' and p.asked_on is null
  and p.confirmed_on + app.retention_term('position', $1) - app.retention_term('question', $1) <= $1
order by k.id, p.title, p.id
