-- Candidates to warn on a day that they will be erased, and the day of it. $1 the day.
select d.candidate, greatest(d.due_on, ($1 + app.retention_term('warning', $1))::date), d.term,
  c.last_contact_on
from app.retention_due($1) d
join app.candidate c on c.id = d.candidate
where d.due_on <= $1 + app.retention_term('warning', $1)
  and d.term <> 'unconfirmed' and d.is_reachable and c.warned_on is null
order by d.candidate
