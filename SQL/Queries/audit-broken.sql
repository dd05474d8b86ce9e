-- The first row of the audit log that does not follow from the rows before it, computed here and not
-- by a function of the database; none when the chain is whole.
with chained as (
  select l.*, coalesce(lag(hash) over (order by id), sha256('vivier audit')) as previous,
    row_number() over (order by id) as place
  from audit.log l
)
select id,
  case when id <> place then 'a row before it is gone'
    else 'its hash does not follow from what it says and the row before' end
from chained
where id <> place
  or hash <> sha256(previous || convert_to(jsonb_build_array(
    id, (extract(epoch from at) * 1000000)::bigint, actor, action, row_name, purpose, detail,
    encode(subject, 'hex'), encode(sealed, 'hex'))::text, 'UTF8'))
order by id
limit 1
