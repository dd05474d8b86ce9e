-- Takes the next message to send, with the address as it stands now. Consent, address and state are
-- read in this transaction: what was withdrawn since composing is suppressed and never sent, and so
-- is a digest that shows somebody who left, a position that is not open any more, or what is due for a
-- hire that was undone; what else stood in it comes with the next one.
-- $1 the instant.
with next as (
  select id from mail.outbox
  where state = 'pending'
  order by id
  limit 1
  for update skip locked
),
addressed as (
  select o.id,
    case o.recipient_kind
      when 'contact' then (
        select k.email
        from app.contact k
        where k.id = o.recipient and not exists (
          select from jsonb_path_query(o.view, '$.positions[*].items[*].candidate') as shown
          where not exists (
            select from app.candidate c
            join app.consent n on n.candidate = c.id and n.purpose = 'matching' and n.withdrawn_on is null
            where c.id = shown #>> '{}' and c.state = 'open'))
        and not exists (
          select from jsonb_path_query(o.view, '$.positions[*].position') as named
          where not exists (
            select from app.position p where p.id = named #>> '{}' and p.state = 'open'))
        and not exists (
          select from jsonb_path_query(o.view, '$.deadlines.items[*].hire') as due
          where not exists (
            select from app.hire h where h.id = due #>> '{}' and h.undone_at is null)))
      else (
        select i.email
        from app.candidate c
        join app.candidate_identity i on i.candidate = c.id
        join app.consent n on n.candidate = c.id and n.purpose = 'digest' and n.withdrawn_on is null
        where c.id = o.recipient and c.state = 'open'
          -- what is no longer shown, and what opened again after it was to be told closed
          and not exists (
            select from jsonb_path_query(o.view, '$.items[*].position') as shown
            where not exists (
              select from app.position p where p.id = shown #>> '{}' and p.state = 'open'))
          and not exists (
            select from jsonb_path_query(o.view, '$.closed[*].position') as told
            join app.position p on p.id = told #>> '{}' and p.state = 'open'))
    end as email
  from mail.outbox o
  join next using (id)
)
update mail.outbox o set
  state = case when a.email is null then 'suppressed' else 'sending' end,
  reason = case when a.email is null then 'no address or no agreement any more, or nothing of it stands' end,
  attempts = attempts + 1,
  claimed_at = $1
from addressed a
where o.id = a.id
returning o.id, o.state, o.kind, o.recipient_kind, o.recipient, o.message_id, o.template_version,
  o.view::text, o.items::text, o.business_date, extract(epoch from o.dated_at)::bigint, a.email
