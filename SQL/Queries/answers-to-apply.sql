-- The next answer that has not taken effect. $1 the one before it.
select a.id, a.given_at, a.applied_at, a.purpose, a.choice, a.contact, a.candidate, a.position, a.message_id,
  a.note, a.details::text, a.outcome, a.provider, a.skill
from mail.answer a
where a.applied_at is null and a.id > $1
order by a.id
limit 1
