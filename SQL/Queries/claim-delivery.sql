-- Takes the next message to send, with the address as it stands now. Agreement, address and state are
-- read in this transaction: who may not be written to any more is not, and neither is told what is due
-- for a hire that was undone, a position, territory or CFA that left the scope of the contact, a CFA that
-- gives no training any more, places that were told since they were to be asked for, or a position that
-- opened again after it was to be told closed. Who pauses or wants no digest gets none; what concerns one
-- answer reaches them still. A question about a search and a warning of an erasure go to whoever has an
-- address, since nobody must be forgotten unasked; not once it has been answered. The pairs and
-- introductions in it that may not be shown any more come along: the message goes out without them or
-- not at all, and is never sent as it was.
-- What a newer program composed waits for it.
-- $1 the instant, $2 the time zones where mail may leave now, null for anywhere, $3 the kinds that can be
-- rendered, $4 the newest version of templates.
with next as (
  select id from mail.outbox
  where state = 'pending' and ($2::text[] is null or time_zone = any ($2))
    and kind = any ($3) and template_version <= $4
  order by id
  limit 1
  for update skip locked
),
dated as (
  select o.*, greatest(o.business_date, ($1::timestamptz at time zone 'Europe/Paris')::date) as today
  from mail.outbox o
  join next using (id)
),
addressed as (
  select o.id, o.today,
    case o.recipient_kind
      when 'contact' then (
        select k.email
        from app.contact k
        where k.id = o.recipient
        and app.contact_reach(k) = any(
          case when o.kind like '%digest' or o.kind = 'session_question' then '{reachable}'
            else '{reachable,never}' end::text[])
        and (o.kind not like '%digest' and o.kind <> 'session_question'
          or coalesce(k.paused_until <= o.business_date, true))
        and (o.kind <> 'company_digest' or not exists (
          select from jsonb_path_query(o.view, 'strict $.**.position') as shown
          where not exists (
            select from app.position p
            join app.contact_scope s
              on s.siren = p.siren and (s.kind = 'company' or s.siret = p.siret or s.position = p.id)
            where p.id = shown #>> '{}' and s.contact = k.id)))
        and (o.kind <> 'lead_digest' or not exists (
          select from jsonb_path_query(o.view, '$.territories[*].territory') as shown
          where not exists (
            select from app.contact_scope s
            where s.contact = k.id and s.part = 'lead' and s.vintage || ':' || s.territory = shown #>> '{}')))
        and (o.kind not in ('cfa_digest', 'session_question') or not exists (
          select from jsonb_path_query(o.view, '$.schools[*].provider') as shown
          where not exists (
            select from app.contact_scope s
            join app.training t on t.provider = s.provider and t.state = 'open'
            where s.contact = k.id and s.provider = shown #>> '{}')))
        and (o.kind <> 'session_question' or exists (
          select from jsonb_path_query(o.view, '$.schools[*].provider') as shown
          join app.training_session e on e.provider = shown #>> '{}'
          where e.starts_on >= o.today and e.told_on < o.business_date))
        and not exists (
          select from jsonb_path_query(o.view, 'strict $.**.hire') as due
          where not exists (
            select from app.hire h where h.id = due #>> '{}' and h.undone_at is null)))
      when 'candidate' then (
        select i.email
        from app.candidate c
        join app.candidate_identity i on i.candidate = c.id
        where c.id = o.recipient
          and case o.kind
            when 'still_current' then c.state = 'open' and c.asked_on = o.business_date
            when 'retention_warning' then c.warned_on = o.business_date
            else mail.may_receive(o.recipient, o.kind, o.today) end
          and (o.kind <> 'candidate_digest'
            or c.frequency <> 'never' and coalesce(c.paused_until <= o.today, true))
          and not exists (select from mail.suppression s where s.address = lower(i.email))
          and not exists (
            select from jsonb_path_query(o.view, '$.closed[*].position') as told
            join app.position p on p.id = told #>> '{}' and p.state = 'open'))
    end as email
  from dated o
)
update mail.outbox o set
  state = case when a.email is null then 'suppressed' else 'sending' end,
  reason = case when a.email is null then 'no address or no agreement any more' end,
  attempts = attempts + 1,
  first_tried_at = coalesce(first_tried_at, $1),
  claimed_at = $1
from addressed a
where o.id = a.id
returning o.id, o.state, o.kind, o.recipient_kind, o.recipient, o.message_id, o.template_version,
  o.view::text, o.business_date, extract(epoch from o.dated_at)::bigint, a.email, a.today,
  array(select g.position from mail.gone_from(o.view, a.today) g order by g.position, g.candidate),
  array(select g.candidate from mail.gone_from(o.view, a.today) g order by g.position, g.candidate),
  array(select e.introduction from mail.ended_in(o.view, a.today) e order by e.introduction)
