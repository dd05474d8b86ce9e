-- Territories of which somebody told something and that the current reference data does not have.
select t.territory || ' (' || t.vintage || ')' as subject,
  'what was told of it belongs to no territory of the current edition' as problem
from app.territory t
where exists (select from ref.current_edition where set_name = 'territories')
  and not exists (
    select from ref.territory r
    where r.edition = (select id from ref.current_edition where set_name = 'territories')
      and r.vintage = t.vintage and r.id = t.territory)
