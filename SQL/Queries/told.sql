-- What messages of a kind told, the latest of each pair; and what those of unknown fate may have told,
-- unless a later one did. $1 the kind.
select distinct on (recipient, position, candidate) recipient, position, candidate, content, is_uncertain
from (
  select recipient, position, candidate, content, told_on, false as is_uncertain
  from mail.told
  where kind = $1
  union all
  select o.recipient, i.position, i.candidate, i.content, o.business_date, true
  from mail.outbox o,
    jsonb_to_recordset(o.items) as i (position text, candidate text, content text)
  where o.state = 'uncertain' and o.kind = $1
) as known
order by recipient, position, candidate, told_on desc, is_uncertain
