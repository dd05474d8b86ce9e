-- A training as a line of an import file. $1 the id or reference.
select t.id, jsonb_strip_nulls(jsonb_build_object(
  'provider', t.provider, 'provider_name', p.name, 'reference', t.reference,
  'certification', t.certification, 'title', t.title, 'level', t.level::text, 'commune', t.commune,
  'occupations', array_to_string(t.occupations, '|'), 'skills', k.skills, 'sessions', s.sessions))::text
from app.training t
join app.provider p on p.siret = t.provider
left join lateral (
  select string_agg(o.skill, '|' order by o.skill) as skills
  from app.training_skill o where o.provider = t.provider and o.training = t.id) k on true
left join lateral (
  select string_agg(
    o.starts_on || coalesce('/' || o.ends_on, '') || ':' || coalesce(o.capacity::text, '') || ':'
      || coalesce(o.remaining::text, '') || ':' || coalesce(o.told_on::text, ''), '|'
    order by o.starts_on) as sessions
  from app.training_session o where o.provider = t.provider and o.training = t.id) s on true
where t.id = $1 or t.reference = $1
order by t.id
