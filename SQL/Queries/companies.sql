-- Companies with their establishments and open positions; contacts are counted, never shown.
-- $1 vintage, $2 one territory or null, $3 one company by SIREN or SIRET, or null.
with edition as (
  select
    (select id from ref.current_edition where set_name = 'territories') as territories,
    (select id from ref.current_edition where set_name = 'communes') as communes
),
place as (
  select s.siren, s.siret, s.name, s.commune, coalesce(m.name, s.commune) as commune_name,
    (
      select x.territory from ref.territory_commune x
      where x.edition = e.territories and x.vintage = $1 and x.commune in (m.code, m.parent)
      order by x.commune = m.code desc limit 1) as territory
  from app.establishment s
  cross join edition e
  left join ref.commune m on m.edition = e.communes and m.code = s.commune
)
select c.siren, c.name, c.naf, c.staff,
  array_agg(p.siret order by p.siret),
  array_agg(coalesce(p.name, '') order by p.siret),
  array_agg(p.commune order by p.siret),
  array_agg(p.commune_name order by p.siret),
  array_agg(coalesce(p.territory, '') order by p.siret),
  (select count(distinct s.contact)::integer from app.contact_scope s where s.siren = c.siren),
  array(
    select o.id from app.position o where o.siren = c.siren and o.state = 'open' order by o.id),
  array(
    select o.title from app.position o where o.siren = c.siren and o.state = 'open' order by o.id),
  c.naf_version
from app.company c
join place p using (siren)
where ($3::text is null or c.siren = $3
  or exists (select from app.establishment s where s.siren = c.siren and s.siret = $3))
group by c.siren
having $2::text is null or bool_or(p.territory = $2)
order by c.name, c.siren
