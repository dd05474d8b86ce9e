-- One array row a position, for the frozen snapshot. Open positions, and those named in the session
-- setting vivier.also (COPY takes no parameters), which explain and why-not ask for.
select
  p.id,
  p.siren,
  p.commune,
  p.occupation,
  p.sector,
  p.mission,
  p.minimum_level::integer,
  p.contracts,
  p.start_on,
  p.duration_months::integer,
  p.pay_min,
  p.pay_max,
  p.state = 'open' as is_open,
  array(select s.skill from app.position_skill s where s.position = p.id order by s.skill),
  array(select s.importance::integer from app.position_skill s where s.position = p.id order by s.skill),
  array(select s.is_required from app.position_skill s where s.position = p.id order by s.skill),
  array(select l.language from app.position_language l where l.position = p.id order by l.language),
  array(select l.level::integer from app.position_language l where l.position = p.id order by l.language),
  array(select l.is_required from app.position_language l where l.position = p.id order by l.language)
from app.position p
where p.state = 'open'
  or p.id = any(string_to_array(current_setting('vivier.also', true), ','))
order by p.id
