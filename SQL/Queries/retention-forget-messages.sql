-- What old messages said goes; that they were sent stays. Gives the copies that go with them. $1 the day.
update mail.outbox set view = '{}', items = '[]', reason = coalesce(reason, 'its term is over')
where business_date + app.retention_term('message', $1) <= $1 and view <> '{}'
returning business_date, message_id
