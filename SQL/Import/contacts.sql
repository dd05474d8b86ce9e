-- Merges staged contacts. The caller made staged_contact (one row a line of the file) and
-- staged_contact_scope (many a line). An import adds: an empty cell leaves a fact as it is, no scope is
-- taken away, and who asked for no mail is not written to again.
--
-- Somebody who was erased is not taken in again by a file; vivier contact add does, as a person decides.
delete from staged_contact s
where exists (
  select from app.tombstone t where t.hash = app.person_hash('contact', app.contact_id(s.email)))
  and not exists (select from app.contact k where lower(k.email) = lower(s.email));

create temp table merging on commit drop as
select s.line, app.contact_id(s.email) as id,
  case
    when k.id is null then 'new'
    when coalesce(s.civility <> coalesce(k.civility, ''), false)
      or coalesce(s.name <> coalesce(k.name, ''), false)
      or coalesce(s.role <> coalesce(k.role, ''), false)
      or coalesce(s.language <> k.language, false)
      or coalesce(s.frequency <> k.frequency and k.frequency <> 'never', false)
      or coalesce(s.paused_until is distinct from k.paused_until and s.paused_until is not null, false)
      or exists (
        select from staged_contact_scope c
        where c.line = s.line and not exists (
          select from app.contact_scope o
          where o.contact = k.id
            and (o.siren, o.siret, o.position, o.provider, o.vintage, o.territory, o.part, o.region)
              is not distinct from
              (c.siren, c.siret, c.position, c.provider, c.vintage, c.territory, c.part, coalesce(c.region, o.region))))
      then 'updated'
    else 'unchanged'
  end as outcome
from staged_contact s
left join app.contact k on lower(k.email) = lower(s.email);

insert into app.contact (id, email)
select distinct on (m.id) m.id, s.email
from staged_contact s
join merging m using (line)
where m.outcome = 'new'
order by m.id, m.line;
update app.contact k set
  civility = coalesce(s.civility, k.civility), name = coalesce(s.name, k.name),
  role = coalesce(s.role, k.role), language = coalesce(s.language, k.language),
  frequency = case k.frequency when 'never' then 'never' else coalesce(s.frequency, k.frequency) end,
  paused_until = coalesce(s.paused_until, k.paused_until)
from (
  -- the lines of one address do not contradict each other
  select m.id, max(s.civility) as civility, max(s.name) as name, max(s.role) as role,
    max(s.language) as language, max(s.frequency) as frequency, max(s.paused_until) as paused_until
  from staged_contact s
  join merging m using (line)
  where m.outcome <> 'unchanged'
  group by m.id) as s
where k.id = s.id;

insert into app.territory (vintage, territory)
select distinct c.vintage, c.territory from staged_contact_scope c where c.territory is not null
on conflict do nothing;
insert into app.contact_scope
  (contact, kind, siren, siret, position, provider, vintage, territory, part, region, source)
select distinct on (m.id, c.siren, c.siret, c.position, c.provider, c.vintage, c.territory, c.part)
  m.id, c.kind, c.siren, c.siret, c.position, c.provider, c.vintage, c.territory, c.part, c.region, 'contacts'
from staged_contact_scope c
join merging m using (line)
where m.outcome <> 'unchanged'
order by m.id, c.siren, c.siret, c.position, c.provider, c.vintage, c.territory, c.part, c.line desc
on conflict on constraint contact_scope_key do update set
  region = coalesce(excluded.region, app.contact_scope.region);

select app.refresh_contact_statistics() where exists (select from merging where outcome <> 'unchanged');
