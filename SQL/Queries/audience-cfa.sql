-- The contacts of CFA who can be reached, do not pause, and are to be told or asked something on a day, a row
-- a CFA that gives a training. Told is a contact once a calendar quarter; asked is a CFA with a session to come
-- whose places were told some days ago, once in a while. $1 the day, $2 after how many days places are asked
-- for again, $3 how many days pass between two questions.
select k.id, k.civility, k.name, p.siret, p.name, d.is_told, a.is_asked
from app.contact_scope s
join app.provider p on p.siret = s.provider
join app.contact k on k.id = s.contact
cross join lateral (
  select coalesce(k.surveyed_on < date_trunc('quarter', $1::date::timestamp)::date, true) as is_told) d
cross join lateral (
  select coalesce(p.asked_on + $3::integer <= $1::date, true) and exists (
    select from app.training t
    join app.training_session e on e.provider = t.provider and e.training = t.id
    where t.provider = p.siret and t.state = 'open' and e.starts_on >= $1::date
      and e.told_on + $2::integer <= $1::date) as is_asked) a
where s.kind = 'provider' and (d.is_told or a.is_asked)
  and app.contact_reach(k) = 'reachable' and coalesce(k.paused_until <= $1::date, true)
  and exists (select from app.training t where t.provider = p.siret and t.state = 'open')
order by k.id, p.name, p.siret
