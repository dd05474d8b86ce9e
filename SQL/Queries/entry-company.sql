-- An establishment as a line of an import file. $1 its SIRET, or the SIREN of a company with one.
select e.siret, jsonb_strip_nulls(jsonb_build_object(
  'siret', e.siret, 'company_name', c.name, 'establishment_name', e.name, 'commune', e.commune,
  'naf', coalesce(e.naf, c.naf),
  'naf_version', case when e.naf is null then c.naf_version else e.naf_version end,
  'staff', c.staff::text, 'contact_email', k.email, 'contact_civility', k.civility,
  'contact_name', k.name, 'contact_role', k.role))::text
from app.establishment e
join app.company c using (siren)
left join lateral (
  select o.*
  from app.contact_scope s
  join app.contact o on o.id = s.contact
  where s.siren = e.siren and s.siret = e.siret and s.kind = 'establishment' and s.source = 'companies'
  order by o.id limit 1) k on true
where e.siret = $1 or e.siren = $1
order by e.siret
