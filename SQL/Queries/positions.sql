-- Positions with what people call their codes. $1 vintage of territories, $2 one territory or null,
-- $3 whether closed ones too, $4 one position by id or reference, or null.
with edition as (
  select
    (select id from ref.current_edition where set_name = 'territories') as territories,
    (select id from ref.current_edition where set_name = 'communes') as communes
)
select p.id, p.reference, p.title, p.siren, p.siret, c.name, p.commune, coalesce(m.name, p.commune),
  t.id, t.name, p.occupation, o.label, p.minimum_level::integer, p.contracts, p.start_on,
  p.duration_months::integer, p.pay_min, p.pay_max, p.mission, p.sector, s.label,
  p.openings::integer, p.state, p.opened_on, p.occupation_inferred,
  (select d.set_name || '-' || d.label from ref.edition d where d.id = p.rome_edition) as rome_edition,
  p.description, p.access_without_car, p.working_hours, p.housing_help, p.remote_days::integer
from app.position p
join app.company c using (siren)
cross join edition e
left join ref.commune m on m.edition = e.communes and m.code = p.commune
left join lateral (
  -- a municipal arrondissement lies where its commune does
  select x.territory from ref.territory_commune x
  where x.edition = e.territories and x.vintage = $1 and x.commune in (m.code, m.parent)
  order by x.commune = m.code desc limit 1) x on true
left join ref.territory t
  on t.edition = e.territories and t.vintage = $1 and t.id = x.territory
left join ref.rome4_occupation o on o.edition = p.rome_edition and o.code = p.occupation
left join ref.rome4_sector s on s.edition = p.rome_edition and s.code = p.sector
where ($2::text is null or t.id = $2)
  and ($3::boolean or p.state = 'open')
  and ($4::text is null or p.id = $4 or p.reference = $4)
order by t.id nulls last, p.id
