-- Merges staged positions, their skills, languages and flags; a flagged one is held.
create temp table merging on commit drop as
select s.line, app.public_id('P', s.siret, s.reference) as id, left(s.siret, 9) as siren,
  case
    when p.id is null then 'new'
    when p.content_digest is distinct from sha256(convert_to(s.content, 'UTF8')) then 'updated'
    else 'unchanged'
  end as outcome
from staged_position s
left join app.position p on p.siret = s.siret and p.reference = s.reference;

insert into app.position
  (id, siren, siret, reference, title, occupation, occupation_inferred, rome_edition, minimum_level,
   contracts, start_on, duration_months, pay_min, pay_max, mission, sector, commune, openings, state,
   opened_on, description, access_without_car, working_hours, remote_days, housing_help, check_version,
   content_digest, confirmed_on)
select m.id, m.siren, s.siret, s.reference, s.title, s.occupation, s.occupation_inferred,
  (select id from ref.current_edition where set_name = 'rome4'), s.minimum_level,
  coalesce(string_to_array(nullif(s.contracts, ''), '|'), '{}'), s.start_on, s.duration_months,
  s.pay_min, s.pay_max, s.mission, s.sector, s.commune, s.openings, s.state, s.opened_on,
  s.description, s.access_without_car, s.working_hours, s.remote_days, s.housing_help,
  (select version from staged_position_check), sha256(convert_to(s.content, 'UTF8')),
  current_setting('vivier.day')::date
from staged_position s
join merging m using (line)
where m.outcome <> 'unchanged'
on conflict (id) do update set
  title = excluded.title, occupation = excluded.occupation,
  occupation_inferred = excluded.occupation_inferred, rome_edition = excluded.rome_edition,
  minimum_level = excluded.minimum_level, contracts = excluded.contracts,
  start_on = excluded.start_on, duration_months = excluded.duration_months,
  pay_min = excluded.pay_min, pay_max = excluded.pay_max, mission = excluded.mission,
  sector = excluded.sector, commune = excluded.commune, openings = excluded.openings,
  -- what hires filled stays closed, unless the file asks for more people
  state = case
    when excluded.state = 'open' and exists (
      select from app.hire h
      where h.siren = excluded.siren and h.position = excluded.id and h.undone_at is null
      having count(*) >= excluded.openings)
    then app.position.state else excluded.state end,
  opened_on = excluded.opened_on, description = excluded.description,
  access_without_car = excluded.access_without_car, working_hours = excluded.working_hours,
  remote_days = excluded.remote_days, housing_help = excluded.housing_help,
  check_version = excluded.check_version,
  content_digest = excluded.content_digest;
-- A position that its company tells again stands, also where nothing in it changed.
select app.confirm_positions(
  array(select m.id from merging m join staged_position s using (line) where s.state = 'open'),
  current_setting('vivier.day')::date);

delete from app.position_skill k using merging m
where k.position = m.id and m.outcome = 'updated';
insert into app.position_skill (siren, position, skill, is_required, importance)
select m.siren, m.id, k.skill, k.is_required, k.importance
from staged_position_skill k
join merging m using (line)
where m.outcome <> 'unchanged';

delete from app.position_language k using merging m
where k.position = m.id and m.outcome = 'updated';
insert into app.position_language (siren, position, language, level, is_required, reason)
select m.siren, m.id, k.language, k.level, k.is_required, k.reason
from staged_position_language k
join merging m using (line)
where m.outcome <> 'unchanged';

delete from app.position_flag k using merging m
where k.position = m.id and m.outcome = 'updated';
insert into app.position_flag (siren, position, kind, found)
select m.siren, m.id, k.kind, k.found
from staged_position_flag k
join merging m using (line)
where m.outcome <> 'unchanged';
select app.settle_offers(array(select id from merging where outcome <> 'unchanged'));
select app.refresh_statistics() where exists (select from merging where outcome <> 'unchanged');
