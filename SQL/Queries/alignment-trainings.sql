-- Every training with what its provider told: those we were told and that are open, with their sessions, and those of
-- the catalogue of November 2020. The certification is the one in force; occupations are those of
-- ROME 3. Numbers and days that were not told are empty texts.
with edition as (
  select
    (select id from ref.current_edition where set_name = 'rncp') as rncp,
    (select id from ref.current_edition where set_name = 'rome4') as rome4,
    (select id from ref.current_edition where set_name = 'training_catalogue') as catalogue
),
offer as (
  select false as is_catalogue, t.id, t.provider, p.name, t.title, t.level, t.certification,
    t.commune, t.occupations
  from app.training t
  join app.provider p on p.siret = t.provider
  where t.state = 'open'
  union all
  select true, t.id, t.provider, p.name, t.title, t.level, t.certification, t.commune, '{}'
  from edition e
  join ref.training_offer t on t.edition = e.catalogue
  join ref.provider p on p.edition = t.edition and p.siret = t.provider
)
select t.is_catalogue, t.id, t.provider, t.name, t.title, t.level::integer, f.successor, t.commune,
  array(select distinct o.parent from unnest(t.occupations) as x (code)
    join ref.rome4_occupation o on o.edition = e.rome4 and o.code = x.code order by 1),
  coalesce(k.skills, '{}'), coalesce(c.denied, '{}'),
  coalesce(s.starts, '{}'), coalesce(s.ends, '{}'), coalesce(s.capacities, '{}'),
  coalesce(s.remaining, '{}'), coalesce(s.told, '{}')
from offer t
cross join edition e
left join ref.certification_successor f
  on f.edition = e.rncp and f.certification = t.certification
left join lateral (
  select array_agg(c.skill order by c.skill) filter (where not c.is_taught) as denied
  from app.training_content c where c.provider = t.provider and c.training = t.id) c on true
left join lateral (
  select array_agg(k.skill order by k.skill) as skills
  from (
    select k.skill from app.training_skill k where k.provider = t.provider and k.training = t.id
    union
    select c.skill from app.training_content c
    where c.provider = t.provider and c.training = t.id and c.is_taught) k
  where k.skill <> all(coalesce(c.denied, '{}'))) k on true
left join lateral (
  select array_agg(s.starts_on::text order by s.starts_on) as starts,
    array_agg(coalesce(s.ends_on::text, '') order by s.starts_on) as ends,
    array_agg(coalesce(s.capacity::text, '') order by s.starts_on) as capacities,
    array_agg(coalesce(s.remaining::text, '') order by s.starts_on) as remaining,
    array_agg(coalesce(s.told_on::text, '') order by s.starts_on) as told
  from app.training_session s where s.provider = t.provider and s.training = t.id) s on true
order by t.id
