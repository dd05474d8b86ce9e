-- Candidates as codes, without names and addresses, and whether they agree to the matching on a day.
-- $1 the day, $2 whether closed ones too, $3 one candidate by id or reference, or null.
select c.id,
  n.candidate is not null as has_consent,
  c.level_held::integer, c.level_prepared::integer, c.diploma, d.title, c.diploma_on,
  c.available_on, c.minimum_pay, c.contracts, c.occupations,
  array(
    select coalesce(o.label, w.code)
    from unnest(c.occupations) with ordinality as w (code, place)
    left join ref.rome4_occupation o on o.edition = c.rome_edition and o.code = w.code
    order by w.place) as labels,
  c.missions, c.sectors, c.state, c.apprenticeship_eligible
from app.candidate c
left join app.agreeing('matching', $1::date) n on n.candidate = c.id
left join ref.certification d
  on d.edition = (select id from ref.current_edition where set_name = 'rncp') and d.code = c.diploma
where ($2::boolean or c.state = 'open')
  and ($3::text is null or c.id = $3 or c.reference = $3)
order by c.id
