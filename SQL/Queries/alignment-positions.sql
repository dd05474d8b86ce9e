-- What the alignment reads of open positions beyond the snapshot: title, openings, the day each was
-- opened, and the ROME 3 occupation its own derives from.
select p.id, p.title, p.openings::integer, p.opened_on, o.parent
from app.position p
left join ref.rome4_occupation o
  on o.edition = (select id from ref.current_edition where set_name = 'rome4')
  and o.code = p.occupation
where p.state = 'open'
order by p.id
