-- Candidates to ask on a day whether they still search, and the day on which an unanswered search
-- expires. $1 the day.
select c.id, c.last_contact_on,
  greatest(c.last_contact_on + app.retention_term('search', $1), $1 + app.retention_term('question', $1))::date
from app.candidate c
join app.candidate_identity i on i.candidate = c.id and i.email is not null
join app.agreeing('matching', $1) n on n.candidate = c.id
where c.state = 'open' and c.asked_on is null and c.warned_on is null
  and c.last_contact_on + app.retention_term('search', $1) - app.retention_term('question', $1) <= $1
order by c.id
