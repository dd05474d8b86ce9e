-- What the alignment of trainings with demand keeps.
set local role vivier_owner;
