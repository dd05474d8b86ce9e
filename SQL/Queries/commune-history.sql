-- The territory of a commune in each vintage, the oldest first. A municipal arrondissement lies where
-- its commune does. $1 the current code.
with edition as (
  select
    (select id from ref.current_edition where set_name = 'communes') as communes,
    (select id from ref.current_edition where set_name = 'territories') as territories
),
vintage as (
  select t.vintage, min(t.valid_from) as valid_from, max(t.valid_to) as valid_to
  from ref.territory t
  join edition e on e.territories = t.edition
  group by t.vintage
)
select v.vintage, v.valid_from, v.valid_to, t.id, t.name
from vintage v
cross join edition e
left join lateral (
  select m.territory
  from ref.commune c
  join ref.territory_commune m
    on m.edition = e.territories and m.vintage = v.vintage and m.commune in (c.code, c.parent)
  where c.edition = e.communes and c.code = $1
  order by m.commune = c.code desc, m.territory
  limit 1) m on true
left join ref.territory t on t.edition = e.territories and t.vintage = v.vintage and t.id = m.territory
order by v.valid_from
