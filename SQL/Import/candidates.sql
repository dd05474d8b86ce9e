-- Merges staged candidates. The caller made staged_candidate (one row a line of the file) and
-- staged_candidate_skill, _language, _area, _consent, _invisible (many a line); unchanged rows are left alone.
-- Somebody who was erased comes back only by an agreement given since; nothing of them is taken in.
delete from staged_candidate s
where exists (
  select from app.tombstone t
  where t.hash = app.person_hash('candidate', app.public_id('C', s.source, s.reference))
    and not exists (
      select from staged_candidate_consent k where k.line = s.line and k.given_on > t.erased_on))
  and exists (select from app.tombstone);

create temp table merging on commit drop as
select s.line, app.public_id('C', s.source, s.reference) as id,
  case
    when c.id is null then 'new'
    when c.content_digest is distinct from sha256(convert_to(s.content, 'UTF8')) then 'updated'
    else 'unchanged'
  end as outcome
from staged_candidate s
left join app.candidate c on c.source = s.source and c.reference = s.reference;

insert into app.candidate
  (id, source, reference, level_held, level_prepared, diploma, diploma_on, available_on, minimum_pay,
   apprenticeship_eligible, contracts, occupations, missions, sectors, rome_edition, state, content_digest,
   last_contact_on)
select m.id, s.source, s.reference, s.level_held, s.level_prepared, s.diploma, s.diploma_on,
  s.available_on, s.minimum_pay, s.apprenticeship_eligible,
  coalesce(string_to_array(nullif(s.contracts, ''), '|'), '{}'),
  coalesce(string_to_array(nullif(s.occupations, ''), '|'), '{}'),
  coalesce(string_to_array(nullif(s.missions, ''), '|'), '{}'),
  coalesce(string_to_array(nullif(s.sectors, ''), '|'), '{}'),
  (select id from ref.current_edition where set_name = 'rome4'), s.state,
  sha256(convert_to(s.content, 'UTF8')), current_setting('vivier.day')::date
from staged_candidate s
join merging m using (line)
where m.outcome <> 'unchanged'
on conflict (id) do update set
  level_held = excluded.level_held, level_prepared = excluded.level_prepared,
  diploma = excluded.diploma, diploma_on = excluded.diploma_on,
  available_on = excluded.available_on, minimum_pay = excluded.minimum_pay,
  apprenticeship_eligible = excluded.apprenticeship_eligible,
  contracts = excluded.contracts, occupations = excluded.occupations,
  missions = excluded.missions, sectors = excluded.sectors,
  rome_edition = excluded.rome_edition,
  -- who withdrew comes back by their own word only, and who was hired when that is undone
  state = case
    when app.candidate.state = 'withdrawn' or exists (
      select from app.hire h where h.candidate = excluded.id and h.undone_at is null)
    then app.candidate.state else excluded.state end,
  content_digest = excluded.content_digest;
select app.note_contact(
  array(select id from merging where outcome <> 'unchanged'), current_setting('vivier.day')::date);

insert into app.candidate_identity (candidate, given_name, family_name, email)
select m.id, s.given_name, s.family_name, s.email
from staged_candidate s
join merging m using (line)
where m.outcome <> 'unchanged'
on conflict (candidate) do update set
  given_name = excluded.given_name, family_name = excluded.family_name, email = excluded.email;

delete from app.candidate_skill where candidate in (select id from merging where outcome = 'updated');
insert into app.candidate_skill (candidate, skill, proficiency, evidence)
select m.id, k.skill, k.proficiency, k.evidence
from staged_candidate_skill k
join merging m using (line)
where m.outcome <> 'unchanged';

delete from app.candidate_language where candidate in (select id from merging where outcome = 'updated');
insert into app.candidate_language (candidate, language, level)
select m.id, k.language, k.level
from staged_candidate_language k
join merging m using (line)
where m.outcome <> 'unchanged';

delete from app.candidate_area where candidate in (select id from merging where outcome = 'updated');
insert into app.candidate_area (candidate, position, kind, code, radius_km)
select m.id, k.position, k.kind, k.code, k.radius_km
from staged_candidate_area k
join merging m using (line)
where m.outcome <> 'unchanged';

-- A consent that the file no longer tells is withdrawn from the day of the import on; one it tells stands as told.
update app.consent c set withdrawn_on = greatest(c.given_on, current_setting('vivier.day')::date)
from merging m
where c.candidate = m.id and m.outcome = 'updated' and c.withdrawn_on is null
  and not exists (
    select from staged_candidate_consent k where k.line = m.line and k.purpose = c.purpose);
insert into app.consent (candidate, purpose, given_on, source)
select m.id, k.purpose, k.given_on, k.source
from staged_candidate_consent k
join merging m using (line)
where m.outcome <> 'unchanged'
on conflict (candidate, purpose) do update set
  given_on = excluded.given_on, source = excluded.source,
  -- a withdrawal stands against an older agreement that is told again
  withdrawn_on = case when excluded.given_on > app.consent.withdrawn_on then null
    else app.consent.withdrawn_on end;

delete from app.invisible_to where candidate in (select id from merging where outcome = 'updated');
insert into app.invisible_to (candidate, siren)
select m.id, k.siren
from staged_candidate_invisible k
join merging m using (line)
where m.outcome <> 'unchanged';

select match.refresh_profile(array(select id from merging where outcome <> 'unchanged'));
select app.refresh_statistics() where exists (select from merging where outcome <> 'unchanged');
