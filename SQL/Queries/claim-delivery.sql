-- Takes the next message to send, with the address as it stands now. Consent, address and state are
-- read in this transaction: what was withdrawn since composing is suppressed and never sent, and so
-- is what shows somebody who left, what is due for a hire that was undone, or a position that is not
-- open any more or out of the scope of the contact; what else stood in it comes with the next one. Who
-- pauses or wants no digest gets none; what concerns one answer reaches them still. A question about a
-- search and a warning of an erasure go to whoever has an address, since nobody must be forgotten
-- unasked; not once it has been answered.
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
        where k.id = o.recipient
        and app.contact_reach(k) = any(
          case when o.kind like '%digest' then '{reachable}' else '{reachable,never}' end::text[])
        and (o.kind not like '%digest' or coalesce(k.paused_until <= o.business_date, true))
        and (o.kind <> 'company_digest' or not exists (
          select from jsonb_path_query(o.view, '$.positions[*].position') as shown
          where not exists (
            select from app.position p
            join app.contact_scope s
              on s.siren = p.siren and (s.kind = 'company' or s.siret = p.siret or s.position = p.id)
            where p.id = shown #>> '{}' and p.state = 'open' and s.contact = k.id)))
        and not exists (
          select from jsonb_path_query(o.view, 'strict $.**.candidate') as shown
          where not exists (
            select from app.candidate c
            join app.consent n on n.candidate = c.id and n.purpose = 'matching' and n.withdrawn_on is null
            where c.id = shown #>> '{}' and c.state = 'open'))
        and not exists (
          select from jsonb_path_query(o.view, 'strict $.**.hire') as due
          where not exists (
            select from app.hire h where h.id = due #>> '{}' and h.undone_at is null)))
      else (
        select i.email
        from app.candidate c
        join app.candidate_identity i on i.candidate = c.id
        left join app.consent n on n.candidate = c.id and n.purpose = 'digest' and n.withdrawn_on is null
        where c.id = o.recipient and case o.kind
            when 'still_current' then c.state = 'open' and c.asked_on = o.business_date
            when 'retention_warning' then c.warned_on = o.business_date
            else n.candidate is not null and c.state = 'open' end
          and not exists (select from mail.suppression s where s.address = lower(i.email))
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
