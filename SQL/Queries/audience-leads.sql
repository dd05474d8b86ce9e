-- The leads of territories who can be reached and do not pause, a row a territory. $1 vintage,
-- $2 territories, $3 the day.
select k.id, k.civility, k.name, s.territory, s.region
from app.contact_scope s
join app.contact k on k.id = s.contact
where s.vintage = $1 and s.territory = any($2) and s.part = 'lead'
  and app.contact_reach(k) = 'reachable' and coalesce(k.paused_until <= $3, true)
order by k.id, s.territory, s.region
