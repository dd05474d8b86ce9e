-- The territory of a commune on a day. A current code is taken as it stands; an old one goes through
-- the passage table; a municipal arrondissement lies where its commune does. $1 commune code, $2 the day.
with edition as (
  select
    (select id from ref.current_edition where set_name = 'communes') as communes,
    (select id from ref.current_edition where set_name = 'territories') as territories
),
current as (
  select code
  from (
    select 0 as place, code from ref.commune, edition e where edition = e.communes and code = $1
    union all
    select 1, new_code from ref.commune_passage, edition e where edition = e.communes and old_code = $1
  ) as known
  order by place
  limit 1
)
select c.code, c.name, c.code <> $1 as is_passage, t.vintage, t.id, t.name
from current k
cross join edition e
join ref.commune c on c.edition = e.communes and c.code = k.code
left join lateral (
  select v.vintage, v.id, v.name
  from ref.territory v
  join ref.territory_commune m
    on m.edition = v.edition and m.vintage = v.vintage and m.territory = v.id
  where v.edition = e.territories and m.commune in (c.code, c.parent)
    and $2::date between v.valid_from and v.valid_to
  order by m.commune = c.code desc, v.id
  limit 1) t on true
