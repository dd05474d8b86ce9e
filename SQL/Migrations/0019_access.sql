-- Who may see which rows.
set local role vivier_owner;
