-- What was measured of the short lists of a run, and why some positions have nobody.
set local role vivier_owner;

create table match.run_property (
  run bigint not null references match.run on delete cascade,
  name text not null,
  value bigint not null,
  tolerance bigint not null,
  kind text not null,
  held boolean not null,
  primary key (run, name),
  constraint run_property_kind_known check (kind in ('blocking', 'reported')),
  constraint run_property_blocking_has_no_tolerance check (kind = 'reported' or tolerance = 0),
  constraint run_property_blocking_held_at_zero check (kind = 'reported' or held = (value = 0))
);
comment on table match.run_property is 'Named properties of the short lists of a run, as they were last measured';
comment on column match.run_property.value is 'Breaches of a blocking property; millionths of a reported one';
comment on column match.run_property.tolerance is 'The value at which it just holds: the highest, for coverage and fresh@2 the lowest';
comment on column match.run_property.kind is 'A blocking property that is not held stops the run before anything is composed; a reported one warns';

create table match.shortage (
  run bigint not null references match.run on delete cascade,
  ordinal integer not null,
  positions text[] not null,
  candidates text[] not null,
  room integer not null,
  primary key (run, ordinal),
  constraint shortage_room_is_too_small check (room < cardinality(positions))
);
comment on table match.shortage is
  'Positions of a run whose only listed candidates cannot stand in enough lists for all of them: the proof that some stay empty';
comment on column match.shortage.room is 'In how many more lists of the date these candidates may stand together';
