-- A candidate as a line of an import file. $1 the id or reference.
select c.id, jsonb_strip_nulls(jsonb_build_object(
  'source', c.source, 'reference', c.reference, 'given_name', i.given_name,
  'family_name', i.family_name, 'email', i.email, 'level_held', c.level_held::text,
  'level_prepared', c.level_prepared::text, 'diploma', c.diploma, 'diploma_on', c.diploma_on::text,
  'occupations', array_to_string(c.occupations, '|'), 'skills', k.skills, 'languages', l.languages,
  'contracts', array_to_string(c.contracts, '|'), 'available_from', c.available_on::text,
  'areas', a.areas, 'missions', array_to_string(c.missions, '|'),
  'sectors', array_to_string(c.sectors, '|'),
  'apprenticeship_eligible', case when c.apprenticeship_eligible then 'yes'
    when not c.apprenticeship_eligible then 'no' end,
  'min_pay', c.minimum_pay::text, 'consent_purposes', n.purposes, 'consent_on', n.given_on::text,
  'consent_source', n.source, 'consent_until', n.until::text, 'consent_notice', n.notice,
  'invisible_to', v.sirens, 'present_employer', v.employer,
  'status', case when c.state = 'open' then 'open' else 'closed' end))::text
from app.candidate c
left join app.candidate_identity i on i.candidate = c.id
left join lateral (
  select string_agg(s.skill || ':' || s.proficiency || ':' || s.evidence, '|'
    order by s.proficiency desc, s.skill) as skills
  from app.candidate_skill s where s.candidate = c.id) k on true
left join lateral (
  select string_agg(o.language || ':' || (array['A1', 'A2', 'B1', 'B2', 'C1', 'C2'])[o.level], '|'
    order by o.language) as languages
  from app.candidate_language o where o.candidate = c.id) l on true
left join lateral (
  select string_agg(
    case o.kind
      when 'circle' then 'commune:' || o.code || ':' || o.radius_km
      when 'territory' then 'territory:' || split_part(o.code, ':', 2)
      when 'country' then 'country'
      else o.kind || ':' || o.code
    end, '|' order by o.position) as areas
  from app.candidate_area o where o.candidate = c.id) a on true
left join lateral (
  -- what was told by a line; what was noted by itself stays by itself
  select string_agg(distinct o.purpose, '|') as purposes,
    max((o.given_at at time zone 'Europe/Paris')::date) as given_on,
    (array_agg(o.channel order by o.given_at desc))[1] as source,
    (array_agg(o.until order by o.given_at desc))[1] as until,
    (array_agg(o.notice order by o.given_at desc))[1] as notice
  from app.consent o
  where o.candidate = c.id and o.withdrawn_at is null and o.recorded_by = 'import') n on true
left join lateral (
  select string_agg(o.siren, '|' order by o.siren) filter (where o.reason = 'asked') as sirens,
    max(o.siren) filter (where o.reason = 'employer') as employer
  from app.invisible_to o
  where o.candidate = c.id and o.told_by = 'import'
    and (o.lifted_at is null or o.reason = 'employer')) v on true
where c.id = $1 or c.reference = $1
order by c.id
