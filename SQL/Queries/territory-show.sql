-- One territory of one vintage, its regions, departments, groupings and communes. $1 vintage, $2 id.
with edition as (
  select
    (select id from ref.current_edition where set_name = 'territories') as territories,
    (select id from ref.current_edition where set_name = 'communes') as communes
),
member as (
  select c.*
  from edition e
  join ref.territory_commune m on m.edition = e.territories and m.vintage = $1 and m.territory = $2
  join ref.commune c on c.edition = e.communes and c.code = m.commune
)
select t.id, t.name, t.vintage, t.valid_from, t.valid_to,
  array(select distinct c.region from member c order by 1) as region_codes,
  array(select r.name from edition e, ref.region r
    where r.edition = e.communes and r.code in (select c.region from member c) order by r.code) as regions,
  array(select distinct d.name from member c, edition e, ref.department d
    where d.edition = e.communes and d.code = c.department order by 1) as departments,
  array(select g.siren from ref.territory_grouping g
    where g.edition = t.edition and g.vintage = t.vintage and g.territory = t.id order by g.siren) as grouping_sirens,
  array(select g.name from ref.territory_grouping g
    where g.edition = t.edition and g.vintage = t.vintage and g.territory = t.id order by g.siren) as grouping_names,
  array(select c.code from member c order by c.code) as communes,
  array(select c.name from member c order by c.code) as commune_names,
  coalesce((select sum(c.population) from member c), 0)::bigint as population,
  (select count(*)::integer from app.position p where p.state = 'open'
    and p.commune in (select code from member)) as open_positions,
  (select count(*)::integer from app.establishment s where s.commune in (select code from member)) as establishments
from ref.territory t
join edition e on e.territories = t.edition
where t.vintage = $1 and t.id = $2
