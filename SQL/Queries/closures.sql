-- Positions that candidates were told of as open in the last 90 days and that are closed since: the
-- candidate, the position and whether somebody was hired. Only candidates who still take part and
-- receive messages. $1 the day.
select t.recipient, p.id, p.title, c.name, p.commune, exists (
    select from app.hire h where h.siren = p.siren and h.position = p.id and h.undone_at is null)
from mail.told t
join app.position p on p.id = t.position
join app.company c using (siren)
join app.candidate k on k.id = t.recipient and k.state = 'open'
join app.candidate_identity i on i.candidate = k.id and i.email is not null
join app.agreeing('digest', $1::date) n on n.candidate = k.id
where t.recipient_kind = 'candidate' and t.kind = 'candidate_digest' and t.candidate = t.recipient and t.told_on > $1::date - 90
  and p.state in ('closed', 'expired')
order by t.recipient, p.title, p.id
