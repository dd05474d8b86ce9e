-- The questions put to a reader, and what was answered.
set local role vivier_owner;
