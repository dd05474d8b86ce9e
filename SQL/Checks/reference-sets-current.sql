-- Reference sets that the matching cannot do without and that are not loaded.
select s as subject, 'no current edition: run vivier reference load' as problem
from unnest(array['communes', 'territories', 'rome4', 'rome3', 'rncp', 'programme']) as s
where s not in (select set_name from ref.current_edition)
