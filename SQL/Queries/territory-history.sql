-- Where the communes of a territory lay in every other vintage, by territory there, most communes first.
-- $1 vintage, $2 territory.
with edition as (
  select
    (select id from ref.current_edition where set_name = 'communes') as communes,
    (select id from ref.current_edition where set_name = 'territories') as territories
),
vintage as (
  select t.vintage, min(t.valid_from) as valid_from, max(t.valid_to) as valid_to
  from ref.territory t
  join edition e on e.territories = t.edition
  where t.vintage <> $1
  group by t.vintage
),
member as (
  select m.commune, coalesce(c.name, m.commune) as name
  from edition e
  join ref.territory_commune m on m.edition = e.territories and m.vintage = $1 and m.territory = $2
  left join ref.commune c on c.edition = e.communes and c.code = m.commune
)
select v.vintage, v.valid_from, v.valid_to, t.id, t.name, array_agg(m.commune order by m.commune) as communes,
  array_agg(m.name order by m.commune) as commune_names
from vintage v
cross join edition e
cross join member m
left join ref.territory_commune o on o.edition = e.territories and o.vintage = v.vintage and o.commune = m.commune
left join ref.territory t on t.edition = e.territories and t.vintage = v.vintage and t.id = o.territory
group by v.vintage, v.valid_from, v.valid_to, t.id, t.name
order by v.valid_from, count(*) desc, t.id
