-- How the outbox is delivered.
set local role vivier_owner;
