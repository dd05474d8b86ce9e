-- The persons who speak for a territory, leads first, then pair by pair. $1 vintage, $2 territory.
select k.id, s.part, s.pair::integer, s.region, r.name as region_name, k.name, k.civility, k.role, k.email
from app.contact_scope s
join app.contact k on k.id = s.contact
left join ref.region r
  on r.edition = (select id from ref.current_edition where set_name = 'communes') and r.code = s.region
where s.vintage = $1 and s.territory = $2
order by s.part <> 'lead', s.pair, s.part, s.region, k.id
