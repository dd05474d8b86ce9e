-- The pairs in which a reader's answer is waited for, or the reader waits for the other side's, each once: a
-- yes of the other side before a yes of the reader, and both before what was shown with a way to answer in
-- the last 60 days. Pairs that may not be shown any more are left out. $1 the business date, $2 the readers.
with waiting as (
  select i.position, i.candidate, i.party as said_by, (i.recorded_at at time zone 'Europe/Paris')::date as since,
    i.contact
  from match.interest i
  where i.withdrawn_at is null
    and not exists (
      select from match.interest o
      where o.position = i.position and o.candidate = i.candidate and o.party <> i.party
        and o.withdrawn_at is null)
),
known as (
  select 'company' as reader_party, s.contact as reader, w.position, w.candidate, 'otherSaidYes' as state, w.since,
    1 as rank
  from waiting w
  join app.position p on p.id = w.position
  join app.contact_scope s
    on s.siren = p.siren and (s.kind = 'company' or s.siret = p.siret or s.position = p.id)
  where w.said_by = 'candidate'
  union all
  select 'candidate', w.candidate, w.position, w.candidate, 'otherSaidYes', w.since, 1
  from waiting w
  where w.said_by = 'company'
  union all
  select w.said_by, case w.said_by when 'company' then w.contact else w.candidate end, w.position, w.candidate,
    'readerSaidYes', w.since, 2
  from waiting w
  union all
  select case t.recipient_kind when 'contact' then 'company' else 'candidate' end, t.recipient, t.position,
    t.candidate, 'shown',
    -- Who answered "later" is not reminded sooner than who did not.
    greatest(t.told_on, (
      select max((a.given_at at time zone 'Europe/Paris')::date)
      from mail.answer a
      where a.purpose = 'later' and a.contact = t.recipient and a.position = t.position
        and a.candidate = t.candidate)), 3
  from mail.told t
  where t.kind in ('company_digest', 'candidate_digest') and t.told_on > $1::date - 60
    and exists (
      select from mail.link l
      where l.purpose = 'meet' and l.position = t.position and l.candidate = t.candidate
        and l.contact is not distinct from case t.recipient_kind when 'contact' then t.recipient end)
)
select distinct on (k.reader, k.position, k.candidate) k.reader, k.position, k.candidate, k.state, k.since,
  p.title, c.name, p.siren
from known k
join app.position p on p.id = k.position and p.state = 'open'
join app.company c on c.siren = p.siren
join app.candidate t on t.id = k.candidate and t.state = 'open'
join app.agreeing('matching', $1) m on m.candidate = k.candidate
where k.reader = any ($2)
  and not app.is_hidden(k.candidate, p.siren)
  and not exists (
    select from match.refusal r where r.position = k.position and r.candidate = k.candidate)
  -- What the reader's side answered is waited for no more, also where it took its yes back.
  and (k.state = 'readerSaidYes'
    or not exists (
      select from match.interest i
      where i.position = k.position and i.candidate = k.candidate and i.party = k.reader_party)
    and not exists (
      select from mail.answer a
      where a.purpose in ('meet', 'decline') and a.party = k.reader_party and a.position = k.position
        and a.candidate = k.candidate))
order by k.reader, k.position, k.candidate, k.rank
