-- Deadlines of hires are remembered like pairs: told once, and again when they change.
set local role vivier_owner;

comment on column mail.told.position is 'The position; of a deadline, the hire';
comment on column mail.told.candidate is 'The candidate; of a deadline, what must be done: label, evidence or training';
