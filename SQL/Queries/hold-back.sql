-- Puts off digests whose reader had one of that kind too short a time ago for the frequency they chose;
-- the next delivery looks again, and a later digest takes their place. $1 the instant.
with reader as (
  select 'contact' as kind, id, frequency from app.contact
  union all
  select 'candidate', id, frequency from app.candidate
)
update mail.outbox o set state = 'deferred', retry_at = $1, reason = 'waits for the frequency of its reader'
from reader k
where o.state = 'pending' and o.recipient_kind = k.kind and o.recipient = k.id
  and o.kind in ('company_digest', 'candidate_digest', 'cfa_digest', 'lead_digest')
  and exists (
    select from mail.outbox d
    where d.recipient = o.recipient and d.recipient_kind = o.recipient_kind and d.kind = o.kind
      and d.state in ('sent', 'uncertain')
      and ($1::timestamptz at time zone 'Europe/Paris')::date < d.business_date
        + case k.frequency
            when 'weekly' then interval '7 days' when 'monthly' then interval '1 month'
            else interval '1 day' end)
