-- One answer. $1 its number.
select a.id, a.given_at, a.applied_at, a.purpose, a.choice, a.contact, a.candidate, a.position, a.message_id,
  a.note, a.details::text, a.outcome, a.provider, a.skill
from mail.answer a
where a.id = $1
