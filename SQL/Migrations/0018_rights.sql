-- Rights of a person, terms of keeping, and the log nobody can change.
set local role vivier_owner;
