-- Searches that nobody confirmed in their term expire, once the person was asked and had time to
-- answer, or cannot be asked. $1 the day.
update app.candidate c set state = 'expired', expired_on = $1
where c.state = 'open'
  and c.last_contact_on + app.retention_term('search', $1) <= $1
  and (c.asked_on + app.retention_term('question', $1) <= $1
    or not exists (
      select from app.candidate_identity i where i.candidate = c.id and i.email is not null))
