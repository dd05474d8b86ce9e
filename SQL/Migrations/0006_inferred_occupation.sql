-- An import that finds no occupation infers one from the title; a person must be able to see that.
alter table app.position
  add column occupation_inferred boolean not null default false,
  add constraint position_inferred_occupation_told
    check (occupation is not null or not occupation_inferred);
comment on column app.position.occupation_inferred is 'The occupation was not told but read from the title';
