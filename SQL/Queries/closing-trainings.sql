-- For each missing skill at a place, the nearest trainings that teach it: those that a provider told
-- us, with a session still to come, before those of the catalogue of November 2020, which tell
-- neither session nor places. A training teaches a skill that it declares, or that is at the base
-- of an occupation its certification in force leads to.
-- $1 skills, $2 latitudes, $3 longitudes (degrees; one row each), $4 the day, $5 how many a row,
-- $6 the furthest distance in kilometres.
with asked as (
  select ordinal, skill, latitude, longitude
  from unnest($1::text[], $2::double precision[], $3::double precision[])
    with ordinality as a (skill, latitude, longitude, ordinal)
),
edition as (
  select
    (select id from ref.current_edition where set_name = 'rncp') as rncp,
    (select id from ref.current_edition where set_name = 'communes') as communes,
    (select id from ref.current_edition where set_name = 'training_catalogue') as catalogue
),
teaching_certification as materialized (
  -- the RNCP names occupations by their ROME 3 code
  select distinct s.skill, o.certification
  from (select distinct skill from asked) a
  join ref.occupation_skill s on s.skill = a.skill and s.is_base
  join edition e on true
  join ref.certification_occupation o on o.edition = e.rncp and o.occupation = s.occupation
),
taught as (
  select k.training, k.skill
  from app.training_skill k
  where k.skill in (select skill from asked)
  union
  select t.id, c.skill
  from app.training t
  join edition e on true
  join ref.certification_successor f on f.edition = e.rncp and f.certification = t.certification
  join teaching_certification c on c.certification = f.successor
),
told as (
  select t.id, t.title, p.name as provider, t.commune, t.certification, k.skill,
    n.starts_on, n.ends_on, n.remaining, n.told_on
  from taught k
  join app.training t on t.id = k.training
  join app.provider p on p.siret = t.provider
  join lateral (
    select s.starts_on, s.ends_on, s.remaining, s.told_on
    from app.training_session s
    where s.provider = t.provider and s.training = t.id and s.starts_on >= $4
      and s.remaining is distinct from 0
    order by s.starts_on
    limit 1) n on true
),
catalogue as (
  select t.id, t.title, p.name as provider, t.commune, f.successor as certification, c.skill
  from teaching_certification c
  join edition e on true
  join ref.certification_successor f on f.edition = e.rncp and f.successor = c.certification
  join ref.training_offer t on t.edition = e.catalogue and t.certification = f.certification
  join ref.provider p on p.edition = t.edition and p.siret = t.provider
),
teaching as (
  select 0 as origin, id, title, provider, commune, certification, skill,
    starts_on, ends_on, remaining::integer, told_on
  from told
  union all
  select 1, id, title, provider, commune, certification, skill, null, null, null, null
  from catalogue
),
measured as (
  select a.ordinal, t.*, m.name as commune_name,
    -- great circle by the haversine formula, mean Earth radius 6371 km
    12742 * asin(least(1, sqrt(
      power(sin(radians(m.latitude - a.latitude) / 2), 2)
      + cos(radians(a.latitude)) * cos(radians(m.latitude))
        * power(sin(radians(m.longitude - a.longitude) / 2), 2)))) as kilometres
  from asked a
  join teaching t on t.skill = a.skill
  join edition e on true
  join ref.commune m on m.edition = e.communes and m.code = t.commune
  where m.latitude between a.latitude - $6 / 110.0 and a.latitude + $6 / 110.0
),
ranked as (
  select *, row_number() over (
    partition by ordinal order by origin, round(kilometres), starts_on, provider, id) as place
  from measured
  where kilometres <= $6
)
select ordinal::integer, id, title, provider, commune, commune_name, certification, starts_on,
  ends_on, remaining, told_on, origin = 1 as is_catalogue, round(kilometres)::integer as kilometres
from ranked
where place <= $5
order by ordinal, place
