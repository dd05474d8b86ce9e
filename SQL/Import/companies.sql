-- Merges staged companies: the legal unit, its establishment and a contact of that establishment.
create temp table merging on commit drop as
select s.line, s.siret as id,
  case
    when e.siret is null then 'new'
    when e.content_digest is distinct from sha256(convert_to(s.content, 'UTF8')) then 'updated'
    else 'unchanged'
  end as outcome
from staged_company s
left join app.establishment e on e.siret = s.siret;

insert into app.company (siren, name, naf, naf_version, staff)
select distinct on (left(s.siret, 9)) left(s.siret, 9), s.company_name, s.naf, s.naf_version, s.staff
from staged_company s
join merging m using (line)
where m.outcome <> 'unchanged'
order by left(s.siret, 9), s.line desc
on conflict (siren) do update set
  name = excluded.name, naf = excluded.naf, staff = excluded.staff,
  -- a code that did not change keeps the version it was told in, unless the file tells another
  naf_version = case
    when excluded.naf = app.company.naf and not exists (
      select from staged_company d where left(d.siret, 9) = excluded.siren and d.naf_is_dated)
    then app.company.naf_version else excluded.naf_version end;

insert into app.establishment (siren, siret, name, commune, naf, naf_version, content_digest)
select left(s.siret, 9), s.siret, s.establishment_name, s.commune, s.naf, s.naf_version, sha256(convert_to(s.content, 'UTF8'))
from staged_company s
join merging m using (line)
where m.outcome <> 'unchanged'
on conflict (siren, siret) do update set
  name = excluded.name, commune = excluded.commune, naf = excluded.naf,
  naf_version = case
    when excluded.naf = app.establishment.naf and not exists (
      select from staged_company d where d.siret = excluded.siret and d.naf_is_dated)
    then app.establishment.naf_version else excluded.naf_version end,
  content_digest = excluded.content_digest;

-- The same address is the same person, whatever the establishment; the last line that tells a fact counts, an
-- empty cell leaves what is known.
insert into app.contact (id, email, civility, name, role)
select app.contact_id(min(s.contact_email)), min(s.contact_email),
  (array_agg(s.contact_civility order by s.line desc) filter (where s.contact_civility is not null))[1],
  (array_agg(s.contact_name order by s.line desc) filter (where s.contact_name is not null))[1],
  (array_agg(s.contact_role order by s.line desc) filter (where s.contact_role is not null))[1]
from staged_company s
join merging m using (line)
where m.outcome <> 'unchanged' and s.contact_email is not null
  -- a contact who was erased is not taken in again by a file
  and not exists (
    select from app.tombstone t
    where t.hash = app.person_hash('contact', app.contact_id(s.contact_email))
      and not exists (select from app.contact k where lower(k.email) = lower(s.contact_email)))
group by lower(s.contact_email)
on conflict (id) do update set
  civility = coalesce(excluded.civility, app.contact.civility),
  name = coalesce(excluded.name, app.contact.name), role = coalesce(excluded.role, app.contact.role);
insert into app.contact_scope (contact, kind, siren, siret, source)
select app.contact_id(s.contact_email), 'establishment', left(s.siret, 9), s.siret, 'companies'
from staged_company s
join merging m using (line)
join app.contact k on k.id = app.contact_id(s.contact_email)
where m.outcome <> 'unchanged' and s.contact_email is not null
on conflict do nothing;
-- What a file of companies told it takes back; what others told stays.
delete from app.contact_scope o using merging m
where o.kind = 'establishment' and o.siret = m.id and o.source = 'companies' and m.outcome = 'updated'
  and not exists (
    select from staged_company s
    where s.line = m.line and app.contact_id(s.contact_email) = o.contact);

select app.refresh_statistics(), app.refresh_contact_statistics()
where exists (select from merging where outcome <> 'unchanged');
