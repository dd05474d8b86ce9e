-- Merges staged companies: the legal unit, its establishment and the contact of that establishment.
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

delete from app.contact k using merging m
where k.siret = m.id and m.outcome = 'updated'
  and not exists (
    select from staged_company s where s.line = m.line and s.contact_email = k.email);
insert into app.contact (id, siren, siret, email, civility, name, role)
select app.public_id('K', s.siret, lower(s.contact_email)), left(s.siret, 9), s.siret, s.contact_email,
  s.contact_civility, s.contact_name, s.contact_role
from staged_company s
join merging m using (line)
where m.outcome <> 'unchanged' and s.contact_email is not null
  -- a contact who was erased is not taken in again by a file
  and not exists (
    select from app.tombstone t
    where t.hash = app.person_hash('contact', app.public_id('K', s.siret, lower(s.contact_email))))
on conflict (id) do update set
  email = excluded.email, civility = excluded.civility, name = excluded.name, role = excluded.role;

select app.refresh_statistics() where exists (select from merging where outcome <> 'unchanged');
