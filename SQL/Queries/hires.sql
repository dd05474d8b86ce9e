-- Recorded hires that were not undone, by day. $1 the communes of a territory or null for all,
-- $2 one establishment by SIRET or null.
select h.id, h.siren, h.siret, c.name, h.position, p.title, h.commune, coalesce(m.name, h.commune),
  h.contract, h.duration_months::integer, h.signed_on, h.hired_on, h.training_starts_on, h.recorded_by,
  h.candidate, h.through_us
from app.hire h
join app.company c using (siren)
left join app.position p on p.siren = h.siren and p.id = h.position
left join ref.commune m
  on m.edition = (select id from ref.current_edition where set_name = 'communes') and m.code = h.commune
where h.undone_at is null
  and ($1::text[] is null or h.commune = any($1) or m.parent = any($1))
  and ($2::text is null or h.siret = $2)
order by h.hired_on, h.id
