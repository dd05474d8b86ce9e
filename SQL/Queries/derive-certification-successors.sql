-- The certification in force at the end of each replacement chain (at most ten steps; of several
-- successors the one with the highest number). One that ended without successor gets no row.
-- $1 is the edition of rncp that is being loaded.
with recursive chain as (
  select code as certification, code as successor, 0 as steps
  from ref.certification
  where edition = $1
  union all
  select c.certification, r.replacement, c.steps + 1
  from chain c
  join ref.certification x on x.edition = $1 and x.code = c.successor and not x.active
  join ref.certification_replacement r on r.edition = $1 and r.certification = c.successor
  where c.steps < 10
)
insert into ref.certification_successor (edition, certification, successor)
select distinct on (c.certification) $1, c.certification, c.successor
from chain c
join ref.certification x on x.edition = $1 and x.code = c.successor and x.active
order by c.certification, c.steps desc, c.successor desc
