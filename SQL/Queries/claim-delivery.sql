-- Takes the next message to send, with the address as it stands now. Agreement, address and state are
-- read in this transaction: who may not be written to any more is not, and neither is told what is due
-- for a hire that was undone. The pairs and introductions in it that may not be shown any more come
-- along: the message goes out without them or not at all, and is never sent as it was.
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
    greatest(o.business_date, ($1::timestamptz at time zone 'Europe/Paris')::date) as today,
    case o.recipient_kind
      when 'contact' then (
        select k.email
        from app.contact k
        where k.id = o.recipient
        and not exists (
          select from jsonb_path_query(o.view, '$.deadlines.items[*].hire') as due
          where not exists (
            select from app.hire h where h.id = due #>> '{}' and h.undone_at is null)))
      when 'candidate' then (
        select i.email
        from app.candidate_identity i
        where i.candidate = o.recipient
          and mail.may_receive(o.recipient, o.kind,
            greatest(o.business_date, ($1::timestamptz at time zone 'Europe/Paris')::date)))
    end as email
  from mail.outbox o
  join next using (id)
)
update mail.outbox o set
  state = case when a.email is null then 'suppressed' else 'sending' end,
  reason = case when a.email is null then 'no address or no agreement any more' end,
  attempts = attempts + 1,
  claimed_at = $1
from addressed a
where o.id = a.id
returning o.id, o.state, o.kind, o.recipient_kind, o.recipient, o.message_id, o.template_version,
  o.view::text, o.business_date, extract(epoch from o.dated_at)::bigint, a.email, a.today,
  array(select g.position from mail.gone_from(o.view, a.today) g order by g.position, g.candidate),
  array(select g.candidate from mail.gone_from(o.view, a.today) g order by g.position, g.candidate),
  array(select e.introduction from mail.ended_in(o.view, a.today) e order by e.introduction)
