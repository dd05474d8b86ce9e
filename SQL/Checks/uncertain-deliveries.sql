-- Messages whose fate nobody knows: they are never sent again by themselves.
select message_id as subject, 'fate unknown since ' || claimed_at::date as problem
from mail.outbox
where state = 'uncertain'
