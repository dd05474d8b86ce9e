-- A position as a line of an import file. $1 its id or reference.
select p.id, jsonb_strip_nulls(jsonb_build_object(
  'reference', p.reference, 'siret', p.siret, 'title', p.title,
  'occupation', case when not p.occupation_inferred then p.occupation end,
  'required_skills', k.required, 'desired_skills', k.desired,
  'minimum_level', p.minimum_level::text, 'contracts', array_to_string(p.contracts, '|'),
  'start_on', p.start_on::text, 'duration_months', p.duration_months::text,
  'pay_min', p.pay_min::text, 'pay_max', p.pay_max::text, 'mission', p.mission, 'sector', p.sector,
  'commune', p.commune, 'openings', p.openings::text, 'languages', l.languages,
  'opened_on', case when not exists (
    select from app.position_flag f where f.position = p.id and f.kind = 'date') then p.opened_on::text end,
  'description', p.description, 'access_without_car', p.access_without_car,
  'working_hours', p.working_hours, 'remote_days', p.remote_days::text, 'housing_help', p.housing_help,
  'status', case when p.state in ('open', 'held') then 'open' else 'closed' end))::text
from app.position p
left join lateral (
  select
    string_agg(s.skill || ':' || s.importance, '|' order by s.importance desc, s.skill) filter (where s.is_required) as required,
    string_agg(s.skill || ':' || s.importance, '|' order by s.importance desc, s.skill) filter (where not s.is_required) as desired
  from app.position_skill s where s.siren = p.siren and s.position = p.id) k on true
left join lateral (
  select string_agg(
    o.language || ':' || (array['A1', 'A2', 'B1', 'B2', 'C1', 'C2'])[o.level]
      || coalesce(':required:' || o.reason, ''), '|' order by o.language) as languages
  from app.position_language o where o.siren = p.siren and o.position = p.id) l on true
where p.id = $1 or p.reference = $1
order by p.id
