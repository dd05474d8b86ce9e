-- Those whom a CFA entered, who agreed to the matching and who are open or were hired: the certification in force of
-- their diploma, its day, whether they were in a short list within twelve months, whether both sides
-- of a pair said yes, and whether they were hired.
-- $1 the CFA, $2 the day.
select c.id, f.successor, c.diploma_on,
  exists (
    select from match.listing l
    join match.run r on r.id = l.run
    where l.candidate = c.id and l.slot is not null
      and r.business_date > ($2::date - interval '12 months')::date and r.business_date <= $2),
  exists (select from match.introduction i where i.candidate = c.id),
  h.was_hired
from app.candidate c
cross join lateral (
  select exists (
    select from app.hire h where h.candidate = c.id and h.undone_at is null) as was_hired) h
left join ref.certification_successor f
  on f.edition = (select id from ref.current_edition where set_name = 'rncp')
  and f.certification = c.diploma
where c.source = $1 and app.agrees(c.id, 'matching', $2) and (c.state = 'open' or h.was_hired)
order by c.id
