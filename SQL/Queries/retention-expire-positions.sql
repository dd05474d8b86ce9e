-- Positions that nobody confirmed in their term expire, once their company was asked and had time to
-- answer, or can be asked by nobody. $1 the day.
update app.position p set state = 'expired', expired_on = $1
where p.state = 'open'
  and p.confirmed_on + app.retention_term('position', $1) <= $1
  and (p.asked_on + app.retention_term('question', $1) <= $1
    or not exists (
      select from app.contact_scope s
      join app.contact k on k.id = s.contact
      where s.siren = p.siren and (s.kind = 'company' or s.siret = p.siret or s.position = p.id)
        and app.contact_reach(k) in ('reachable', 'never')))
