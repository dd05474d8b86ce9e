-- The sessions to come of some CFA as they were told, the next first. $1 SIRETs, $2 the day.
select e.provider, t.title, e.starts_on, e.capacity::integer, e.remaining::integer, e.told_on
from app.training t
join app.training_session e on e.provider = t.provider and e.training = t.id
where t.provider = any($1) and t.state = 'open' and e.starts_on >= $2
order by e.provider, e.starts_on, t.title, t.id
