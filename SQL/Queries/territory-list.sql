-- The territories of one vintage with what stands open in them. $1 vintage.
with edition as (
  select
    (select id from ref.current_edition where set_name = 'territories') as territories,
    (select id from ref.current_edition where set_name = 'communes') as communes
)
select t.id, t.name, t.vintage, t.valid_from, t.valid_to,
  array(
    select distinct r.name
    from ref.territory_commune m
    join ref.commune c on c.edition = e.communes and c.code = m.commune
    join ref.region r on r.edition = e.communes and r.code = c.region
    where m.edition = t.edition and m.vintage = t.vintage and m.territory = t.id
    order by r.name) as regions,
  (select count(*)::integer from ref.territory_commune m
    where m.edition = t.edition and m.vintage = t.vintage and m.territory = t.id) as communes,
  (select count(*)::integer
    from app.position p
    join ref.territory_commune m on m.edition = t.edition and m.vintage = t.vintage
      and m.territory = t.id and m.commune = p.commune
    where p.state = 'open') as open_positions
from ref.territory t
join edition e on e.territories = t.edition
where t.vintage = $1
order by t.id
