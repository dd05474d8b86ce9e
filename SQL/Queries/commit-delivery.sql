-- Notes that all bytes of a message but the last act are out, unless what it shows or who gets it was
-- withdrawn since it was claimed: then no row comes back, and the message must not go out.
-- $1 the message, $2 the day.
update mail.outbox o set state = 'committing'
where o.id = $1
  and (o.recipient_kind <> 'candidate' or mail.may_receive(o.recipient, o.kind, $2::date))
  and not exists (select from mail.gone_from(o.view, $2::date))
  and not exists (select from mail.ended_in(o.view, $2::date))
returning o.id
