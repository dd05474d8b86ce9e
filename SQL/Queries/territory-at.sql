-- The territory of a commune on a day. A current code is taken as it stands; an old one goes through
-- the passage table. $1 commune code, $2 the day.
with commune as (
  select c.code, c.name, c.code <> $1 as is_passage
  from ref.commune c
  where c.edition = (select id from ref.current_edition where set_name = 'communes')
    and c.code = coalesce(
      (select k.code from ref.commune k where k.edition = c.edition and k.code = $1),
      (select p.new_code from ref.commune_passage p where p.edition = c.edition and p.old_code = $1))
)
select c.code, c.name, c.is_passage, t.vintage, t.id, t.name
from commune c
left join ref.territory_commune m
  on m.edition = (select id from ref.current_edition where set_name = 'territories')
    and m.commune = c.code
    and exists (
      select from ref.territory v
      where v.edition = m.edition and v.vintage = m.vintage and v.id = m.territory
        and $2::date between v.valid_from and v.valid_to)
left join ref.territory t
  on t.edition = m.edition and t.vintage = m.vintage and t.id = m.territory
order by t.id
