-- Nights that were stopped as their short lists are not sound.
select r.business_date::text as subject, p.name || ' is broken: run vivier run show ' || r.business_date as problem
from match.run_property p
join match.run r on r.id = p.run
where p.kind = 'blocking' and not p.held
