-- What changed between two runs in the lists they have in common. $1 the earlier run, $2 the later.
-- Only positions that both runs could see: the territories of both, by the territory of a listing's run.
with earlier as (
  select position, candidate, list, rank, slot, score from match.listing where run = $1
),
later as (
  select position, candidate, list, rank, slot, score from match.listing where run = $2
)
select
  coalesce(l.position, e.position), coalesce(l.candidate, e.candidate),
  case
    when e.position is null then 'new'
    when l.position is null then 'gone'
    else 'changed'
  end as change,
  e.list, l.list, e.rank::integer, l.rank::integer, e.slot::integer, l.slot::integer, e.score, l.score
from earlier e
full join later l on l.position = e.position and l.candidate = e.candidate
where (e.list, e.score, e.slot) is distinct from (l.list, l.score, l.slot)
order by 1, 3, 2
