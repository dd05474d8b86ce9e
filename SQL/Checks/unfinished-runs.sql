-- Nights that were interrupted and not finished.
select business_date::text as subject, 'stopped after ' || state || ': run vivier nightly --date ' || business_date as problem
from match.run
where state <> 'finished'
