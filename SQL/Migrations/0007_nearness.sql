-- How near occupations are by what is done in them: computed when both editions of ROME are there.
set local role vivier_owner;

create table ref.occupation_near (
  rome3 integer not null references ref.edition on delete cascade,
  rome4 integer not null references ref.edition on delete cascade,
  occupation text not null,
  near text not null,
  nearness integer not null,
  primary key (rome3, rome4, occupation, near),
  constraint occupation_near_in_millionths check (nearness between 1 and 1000000)
);
comment on table ref.occupation_near is
  'How near the ROME 3 occupation of a candidate (near) is to that of a position, by skills, titles and codes';

grant select on ref.occupation_near to vivier_nightly;
