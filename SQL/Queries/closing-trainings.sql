-- The trainings that teach any of some skills, each with those it teaches: those that a provider told
-- us, with the next session to come, and those of the catalogue of November 2020, which tell neither
-- session nor places. A training teaches a skill that it declares, or that is at the base of an
-- occupation its certification in force leads to, unless its CFA said otherwise: what it said of the
-- content stands above both. Whoever asks measures the distances: a night has
-- tens of thousands of gaps.
-- $1 skills, $2 the day.
with asked as (select distinct skill from unnest($1::text[]) as a (skill)),
edition as (
  select
    (select id from ref.current_edition where set_name = 'rncp') as rncp,
    (select id from ref.current_edition where set_name = 'training_catalogue') as catalogue
),
relevant as materialized (
  -- the certifications in force that a training leads to, before any skill is looked at
  select distinct f.successor as certification
  from (
    select certification from app.training
    union
    select t.certification from ref.training_offer t join edition e on t.edition = e.catalogue) t
  join edition e on true
  join ref.certification_successor f on f.edition = e.rncp and f.certification = t.certification
),
teaching_certification as materialized (
  -- the RNCP names occupations by their ROME 3 code
  select o.certification, array_agg(distinct s.skill) as skills
  from asked a
  join ref.occupation_skill s on s.skill = a.skill and s.is_base
  join edition e on true
  join ref.certification_occupation o on o.edition = e.rncp and o.occupation = s.occupation
  join relevant r on r.certification = o.certification
  group by o.certification
),
taught as (
  select k.id, array_agg(distinct k.skill) as skills
  from (
    select k.training as id, k.skill
    from app.training_skill k
    join asked a on a.skill = k.skill
    union all
    select t.id, unnest(c.skills)
    from edition e
    join ref.certification_successor f on f.edition = e.rncp
    join app.training t on t.certification = f.certification
    join teaching_certification c on c.certification = f.successor
    union all
    select c.training, c.skill
    from app.training_content c
    join asked a on a.skill = c.skill
    where c.is_taught) k
  where not exists (
    select from app.training_content c
    where c.training = k.id and c.skill = k.skill and not c.is_taught)
  group by k.id
),
catalogue as (
  select t.id, t.title, p.name, t.commune, f.successor, k.skills
  from edition e
  join ref.training_offer t on t.edition = e.catalogue
  join ref.provider p on p.edition = t.edition and p.siret = t.provider
  left join ref.certification_successor f on f.edition = e.rncp and f.certification = t.certification
  left join teaching_certification c on c.certification = f.successor
  left join lateral (
    select array_agg(s.skill) filter (where s.is_taught) as told,
      array_agg(s.skill) filter (where not s.is_taught) as denied
    from app.training_content s
    join asked a on a.skill = s.skill
    where s.provider = t.provider and s.training = t.id) s on true
  cross join lateral (
    select case
      when s.told is null and s.denied is null then c.skills
      else array(
        select distinct x from unnest(coalesce(c.skills, '{}') || coalesce(s.told, '{}')) as u (x)
        where x <> all(coalesce(s.denied, '{}')))
    end as skills) k
  where cardinality(k.skills) > 0
)
select 0 as origin, t.id, t.title, p.name as provider, t.commune, t.certification,
  n.starts_on, n.ends_on, n.remaining::integer, n.told_on, k.skills
from taught k
join app.training t on t.id = k.id and t.state = 'open'
join app.provider p on p.siret = t.provider
join lateral (
  select s.starts_on, s.ends_on, s.remaining, s.told_on
  from app.training_session s
  where s.provider = t.provider and s.training = t.id and s.starts_on >= $2
    and s.remaining is distinct from 0
  order by s.starts_on
  limit 1) n on true
union all
select 1, id, title, name, commune, successor, null, null, null, null, skills from catalogue
