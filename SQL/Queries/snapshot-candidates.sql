-- One array row a candidate, for the frozen snapshot: those who are open and agree to the matching
-- on the day in the session setting vivier.day, and those named in vivier.also (COPY takes
-- no parameters), which explain and why-not ask for.
with shown as (
  select l.candidate, count(*)::integer as exposures
  from match.run x
  join match.listing l on l.run = x.id and l.slot is not null and l.list = 'match'
  where x.business_date < current_setting('vivier.day')::date
    and x.business_date >= current_setting('vivier.day')::date - 28
  group by l.candidate
),
refused as (
  select candidate, array_agg(position order by position) as positions
  from match.refusal
  group by candidate
)
select
  f.candidate,
  c.state = 'open' as is_open,
  n.candidate is not null as has_consent,
  f.level_held::integer,
  f.level_prepared::integer,
  f.diploma,
  f.diploma_on,
  f.diploma_occupations,
  f.occupations,
  f.skills,
  f.proficiencies::integer[],
  f.evidences,
  f.languages,
  f.language_levels::integer[],
  f.contracts,
  f.available_on,
  f.area_kinds,
  f.area_codes,
  f.area_radii::integer[],
  f.missions,
  f.sectors,
  f.minimum_pay,
  f.invisible_to,
  coalesce(r.positions, '{}'),
  coalesce(s.exposures, 0) as exposures
from match.profile f
join app.candidate c on c.id = f.candidate
left join app.agreeing('matching', current_setting('vivier.day')::date) n on n.candidate = f.candidate
left join shown s on s.candidate = f.candidate
left join refused r on r.candidate = f.candidate
where (c.state = 'open' and n.candidate is not null)
  or f.candidate = any(string_to_array(current_setting('vivier.also', true), ','))
order by f.candidate collate "C"
