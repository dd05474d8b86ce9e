-- What readers answered, the newest first. $1 a contact, candidate or position, or null for all; $2 whether
-- only what waits for a person or could not be done is wanted.
select a.id, a.given_at, a.applied_at, a.purpose, a.choice, a.contact, a.candidate, a.position, a.message_id,
  a.note, a.details::text, a.outcome, a.provider, a.skill
from mail.answer a
where ($1::text is null or $1 in (a.contact, a.candidate, a.position))
  and (not $2 or a.outcome not like 'done%' and a.outcome <> 'known already')
order by a.id desc
