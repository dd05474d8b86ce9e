-- Rows of the audit log, the newest first. $1 beginning of the action, empty for all; $2 mark of a
-- person or null; $3 how many.
select l.id, l.at, l.actor, l.action, l.row_name, l.purpose, l.detail, l.sealed, encode(l.hash, 'hex')
from audit.log l
where starts_with(l.action, $1) and ($2::bytea is null or l.subject = $2)
order by l.id desc
limit $3
