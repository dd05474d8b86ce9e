-- Merges staged candidates. The caller made staged_candidate (one row a line of the file) and
-- staged_candidate_skill, _language, _area, _consent, _invisible (many a line); unchanged rows are left alone.
-- Somebody who was erased comes back only by an agreement given since; nothing of them is taken in.
delete from staged_candidate s
where not exists (
    select from app.candidate c where c.source = s.source and c.reference = s.reference)
  and exists (
  select from app.tombstone t
  where t.hash = app.person_hash('candidate', app.public_id('C', s.source, s.reference))
    and not exists (
      select from staged_candidate_consent k where k.line = s.line and k.given_on > t.erased_on));

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

-- A consent that a file told and this one does not is withdrawn from the day of the import on; one that it tells
-- otherwise ends as corrected and stands as told. A withdrawal stands against an older agreement that is told again.
update app.consent c set withdrawn_by = 'import',
  withdrawn_channel = case when exists (
    select from staged_candidate_consent k where k.line = m.line and k.purpose = c.purpose)
    then 'corrected' else 'import' end,
  withdrawn_at = greatest(c.given_at, current_setting('vivier.day')::timestamp at time zone 'Europe/Paris')
from merging m
where c.candidate = m.id and m.outcome = 'updated' and c.withdrawn_at is null and c.recorded_by = 'import'
  and not exists (
    select from staged_candidate_consent k
    where k.line = m.line and k.purpose = c.purpose
      and k.given_on::timestamp at time zone 'Europe/Paris' = c.given_at
      and k.until is not distinct from c.until and k.notice is not distinct from c.notice
      and k.source = c.channel);
insert into app.consent (given_at, until, candidate, purpose, controller, notice, channel, recorded_by)
select k.given_on::timestamp at time zone 'Europe/Paris', k.until, m.id, k.purpose, i.controller, k.notice, k.source,
  'import'
from staged_candidate_consent k
join merging m using (line)
cross join app.installation i
where m.outcome <> 'unchanged'
  and not exists (
    select from app.consent c
    where c.candidate = m.id and c.purpose = k.purpose
      and (c.withdrawn_at is null and c.recorded_by = 'import'
        or c.withdrawn_at >= k.given_on::timestamp at time zone 'Europe/Paris'
          and c.withdrawn_channel <> 'corrected'));
insert into app.notice_shown (person_kind, person, notice, shown_at, channel)
select distinct on (m.id, k.notice) 'candidate', m.id, k.notice,
  k.given_on::timestamp at time zone 'Europe/Paris', k.source
from staged_candidate_consent k
join merging m using (line)
where m.outcome <> 'unchanged' and k.notice is not null
on conflict do nothing;

-- What a file told and this one does not is no longer hidden; the present employer stays hidden until the talent lifts
-- it or another one is told, and so does whom the talent named by another way.
delete from app.invisible_to i using merging m
where i.candidate = m.id and m.outcome = 'updated' and i.told_by = 'import' and i.lifted_at is null
  and case i.reason
    when 'employer' then exists (
      select from staged_candidate_invisible k
      where k.line = m.line and k.reason = 'employer' and k.siren <> i.siren)
    else not exists (
      select from staged_candidate_invisible k where k.line = m.line and k.siren = i.siren)
  end;
insert into app.invisible_to (candidate, siren, reason)
select m.id, k.siren, k.reason
from staged_candidate_invisible k
join merging m using (line)
where m.outcome <> 'unchanged'
on conflict (candidate, siren) do update set reason = excluded.reason
where app.invisible_to.told_by = 'import';

select match.refresh_profile(array(select id from merging where outcome <> 'unchanged'));
select app.refresh_statistics() where exists (select from merging where outcome <> 'unchanged');
