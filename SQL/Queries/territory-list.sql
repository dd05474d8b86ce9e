-- The territories of one vintage with what stands open in them. $1 vintage.
with edition as (
  select
    (select id from ref.current_edition where set_name = 'territories') as territories,
    (select id from ref.current_edition where set_name = 'communes') as communes
),
open_position as (
  select commune, count(*) as count from app.position where state = 'open' group by commune
),
content as (
  select m.territory, array_agg(distinct r.name order by r.name) filter (where r.name is not null) as regions,
    count(*)::integer as communes, sum(p.count)::integer as open_positions
  from edition e
  join ref.territory_commune m on m.edition = e.territories and m.vintage = $1
  left join ref.commune c on c.edition = e.communes and c.code = m.commune
  left join ref.region r on r.edition = e.communes and r.code = c.region
  left join open_position p on p.commune = m.commune
  group by m.territory
)
select t.id, t.name, t.vintage, t.valid_from, t.valid_to, coalesce(n.regions, '{}') as regions,
  coalesce(n.communes, 0) as communes, coalesce(n.open_positions, 0) as open_positions
from edition e
join ref.territory t on t.edition = e.territories and t.vintage = $1
left join content n on n.territory = t.id
order by t.id
