-- The territory of a commune on a day. A current code is taken as it stands; an old one goes through
-- the passage table; a municipal arrondissement lies where its commune does. $1 commune code, $2 the day.
with commune as (
  select c.code, c.name, c.parent, c.code <> $1 as is_passage
  from ref.commune c
  where c.edition = (select id from ref.current_edition where set_name = 'communes')
    and c.code = coalesce(
      (select k.code from ref.commune k where k.edition = c.edition and k.code = $1),
      (select p.new_code from ref.commune_passage p where p.edition = c.edition and p.old_code = $1))
)
select c.code, c.name, c.is_passage, t.vintage, t.id, t.name
from commune c
left join lateral (
  select v.vintage, v.id, v.name
  from ref.territory v
  join ref.territory_commune m
    on m.edition = v.edition and m.vintage = v.vintage and m.territory = v.id
  where v.edition = (select id from ref.current_edition where set_name = 'territories')
    and m.commune in (c.code, c.parent)
    and $2::date between v.valid_from and v.valid_to
  order by m.commune = c.code desc, v.id
  limit 1) t on true
