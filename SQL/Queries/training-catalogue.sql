-- Offers of the catalogue of November 2020, which no provider has confirmed: neither session nor place
-- is known. The certification in force is null where it ended without a successor.
-- $1 vintage, $2 one territory or null, $3 one offer by id, or null.
with edition as (
  select
    (select id from ref.current_edition where set_name = 'training_catalogue') as catalogue,
    (select id from ref.current_edition where set_name = 'territories') as territories,
    (select id from ref.current_edition where set_name = 'communes') as communes,
    (select id from ref.current_edition where set_name = 'rncp') as rncp
)
select o.id, o.title, p.name, o.level::integer, o.certification, f.successor,
  o.commune, coalesce(m.name, o.commune), x.territory, coalesce(o.occupations, '')
from edition e
join ref.training_offer o on o.edition = e.catalogue
join ref.provider p on p.edition = e.catalogue and p.siret = o.provider
left join ref.commune m on m.edition = e.communes and m.code = o.commune
left join ref.certification_successor f
  on f.edition = e.rncp and f.certification = o.certification
left join lateral (
  select y.territory from ref.territory_commune y
  where y.edition = e.territories and y.vintage = $1 and y.commune in (m.code, m.parent)
  order by y.commune = m.code desc limit 1) x on true
where ($2::text is null or x.territory = $2)
  and ($3::text is null or o.id = $3)
order by o.id
