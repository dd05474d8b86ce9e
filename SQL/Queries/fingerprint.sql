-- SHA-256 of a canonical dump of all that one business date decided: no clocks, no attempts, no
-- surrogate keys, no process ids. $1 the business date.
with line as (
  select 1 as part, r.kind || '|' || array_to_string(r.territories, ',') as key,
    jsonb_build_array(r.kind, r.business_date, r.territories, r.state, r.method, r.week, r.tie_key,
      r.vintage, r.editions, r.input_digest, r.figures)::text as content
  from match.run r
  where r.business_date = $1
  union all
  select 2, t.kind || '|' || t.territory,
    jsonb_build_array(t.kind, t.territory, array_to_string(r.territories, ','))::text
  from match.run_territory t
  join match.run r on r.id = t.run
  where t.business_date = $1
  union all
  select 3, array_to_string(r.territories, ',') || '|' || l.position || '|' || l.candidate,
    (to_jsonb(l) - 'run')::text
  from match.listing l
  join match.run r on r.id = l.run
  where r.business_date = $1
  union all
  select 4, o.message_id,
    jsonb_build_array(o.kind, o.recipient_kind, o.recipient, o.message_id, o.template_version,
      o.view, o.items, o.dated_at, o.state)::text
  from mail.outbox o
  where o.business_date = $1
  union all
  select 5, t.recipient_kind || '|' || t.recipient || '|' || t.kind || '|' || t.position || '|' || t.candidate,
    to_jsonb(t)::text
  from mail.told t
  where t.told_on = $1
  union all
  select 6, array_to_string(r.territories, ',') || '|' || p.name, (to_jsonb(p) - 'run')::text
  from match.run_property p
  join match.run r on r.id = p.run
  where r.business_date = $1
  union all
  select 7, array_to_string(r.territories, ',') || '|' || s.ordinal, (to_jsonb(s) - 'run')::text
  from match.shortage s
  join match.run r on r.id = s.run
  where r.business_date = $1
  union all
  select 8, array_to_string(r.territories, ',') || '|' || s.position, (to_jsonb(s) - 'run')::text
  from match.starving s
  join match.run r on r.id = s.run
  where r.business_date = $1
  union all
  select 9, array_to_string(r.territories, ',') || '|' || u.kind || '|' || u.subject, (to_jsonb(u) - 'run')::text
  from match.unreachable u
  join match.run r on r.id = u.run
  where r.business_date = $1
)
select
  encode(sha256(convert_to(coalesce(
    string_agg(part || ' ' || key || ' ' || content, chr(10)
      order by part, key collate "C"), ''), 'UTF8')), 'hex'),
  count(*)
from line
