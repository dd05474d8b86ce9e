-- A point in each commune of the current edition; municipal arrondissements lie in theirs.
select code, latitude, longitude
from ref.commune
where edition = (select id from ref.current_edition where set_name = 'communes') and kind = 'COM'
order by code
