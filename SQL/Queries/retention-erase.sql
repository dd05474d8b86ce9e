-- Candidates to erase on a day: their term is over, and they were warned long enough before, unless
-- nothing can reach them or the message they did not confirm was the warning. $1 the day.
select d.candidate
from app.retention_due($1) d
join app.candidate c on c.id = d.candidate
where d.due_on <= $1
  and (d.term = 'unconfirmed' or not d.is_reachable
    or c.warned_on + app.retention_term('warning', $1) <= $1)
order by d.candidate
