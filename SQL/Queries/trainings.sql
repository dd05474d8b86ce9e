-- Trainings that a provider told us, with the sessions still to come. $1 vintage, $2 the day,
-- $3 one territory or null, $4 one training by id or reference, or null.
with edition as (
  select
    (select id from ref.current_edition where set_name = 'territories') as territories,
    (select id from ref.current_edition where set_name = 'communes') as communes,
    (select id from ref.current_edition where set_name = 'rncp') as rncp
)
select t.id, t.reference, t.title, p.name, t.level::integer, t.certification, f.successor,
  t.commune, coalesce(m.name, t.commune), x.territory, t.occupations,
  coalesce(n.starts, '{}'), coalesce(n.ends, '{}'), coalesce(n.remaining, '{}'),
  coalesce(n.told, '{}')
from app.training t
join app.provider p on p.siret = t.provider
cross join edition e
left join ref.commune m on m.edition = e.communes and m.code = t.commune
left join ref.certification_successor f
  on f.edition = e.rncp and f.certification = t.certification
left join lateral (
  select y.territory from ref.territory_commune y
  where y.edition = e.territories and y.vintage = $1 and y.commune in (m.code, m.parent)
  order by y.commune = m.code desc limit 1) x on true
left join lateral (
  -- dates and numbers travel as text: one that was not told is empty
  select array_agg(s.starts_on::text order by s.starts_on) as starts,
    array_agg(coalesce(s.ends_on::text, '') order by s.starts_on) as ends,
    array_agg(coalesce(s.remaining::text, '') order by s.starts_on) as remaining,
    array_agg(coalesce(s.told_on::text, '') order by s.starts_on) as told
  from app.training_session s
  where s.provider = t.provider and s.training = t.id and s.starts_on >= $2::date) n on true
where ($3::text is null or x.territory = $3)
  and (t.state = 'open' or $4::text is not null)
  and ($4::text is null or t.id = $4 or t.reference = $4)
order by n.starts[1] nulls last, t.id
