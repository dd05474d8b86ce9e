-- The persons who speak for a territory, leads first, then pair by pair. $1 vintage, $2 territory.
select k.id, k.part, k.pair::integer, k.region, r.name as region_name, k.name, k.civility, k.role, k.email
from app.contact k
left join ref.region r
  on r.edition = (select id from ref.current_edition where set_name = 'communes') and r.code = k.region
where k.vintage = $1 and k.territory = $2
order by k.part <> 'lead', k.pair, k.part, k.region, k.id
