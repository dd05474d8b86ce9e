-- Where a candidate declared to search, with the names of the places. $1 its id, $2 the vintage.
select a.kind, a.code, coalesce(m.name, t.name, d.name, r.name), a.radius_km::integer
from app.candidate_area a
left join ref.commune m
  on a.kind = 'circle' and m.code = a.code
    and m.edition = (select id from ref.current_edition where set_name = 'communes')
left join ref.territory t
  on a.kind = 'territory' and t.id = a.code and t.vintage = $2
    and t.edition = (select id from ref.current_edition where set_name = 'territories')
left join ref.department d
  on a.kind = 'department' and d.code = a.code
    and d.edition = (select id from ref.current_edition where set_name = 'communes')
left join ref.region r
  on a.kind = 'region' and r.code = a.code
    and r.edition = (select id from ref.current_edition where set_name = 'communes')
where a.candidate = $1
order by a.position
