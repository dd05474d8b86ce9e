-- Positions that nobody confirmed in their term expire, once their company was asked and had time to
-- answer, or can be asked by nobody. $1 the day.
update app.position p set state = 'expired', expired_on = $1
where p.state = 'open'
  and p.confirmed_on + app.retention_term('position', $1) <= $1
  and (p.asked_on + app.retention_term('question', $1) <= $1
    or not exists (
      select from app.contact k
      where k.siren = p.siren and k.siret = p.siret and k.email is not null))
