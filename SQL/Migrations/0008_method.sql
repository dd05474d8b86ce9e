-- The method as versioned data, what would help a starving position, and what erasure changed in kept inputs.
set local role vivier_owner;

create table match.method (
  version text primary key,
  since date not null,
  note text not null,
  constraint method_since_key unique (since),
  constraint method_version_is_a_word check (version ~ '^[a-z0-9][a-z0-9._-]{0,39}$')
);
comment on table match.method is 'The sets of numbers a night may use; a version that stands here never changes';
comment on column match.method.since is 'The first business date it is used for, until a later one begins';
comment on column match.method.note is 'Why it was made';

create table match.method_number (
  method text not null references match.method,
  name text not null,
  value integer not null,
  meaning text not null,
  primary key (method, name),
  constraint method_number_is_not_negative check (value >= 0)
);
comment on table match.method_number is 'The numbers of a method: shares in millionths, weights, days and counts as they are';

create function match.refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception 'a method never changes: load it under another version';
end
$$;
comment on function match.refuse_change is 'Old scores can be recomputed as long as their numbers stand';
create trigger method_never_changes before update or delete on match.method
  for each statement execute function match.refuse_change();
create trigger method_number_never_changes before update or delete on match.method_number
  for each statement execute function match.refuse_change();
revoke insert, update, delete on match.method, match.method_number from vivier_nightly;

create table match.starving (
  run bigint not null references match.run on delete cascade,
  position text not null,
  criterion text,
  subject text,
  gain integer not null,
  primary key (run, position),
  constraint starving_criterion_known check (criterion in
    ('contract', 'level', 'availability', 'area', 'programme', 'language', 'skill_wished', 'skill_dropped')),
  constraint starving_criterion_brings_somebody check ((criterion is null) = (gain = 0)),
  constraint starving_subject_of_criterion check
    ((subject is not null) = coalesce(criterion in ('language', 'skill_wished', 'skill_dropped'), false))
);
comment on table match.starving is 'The positions of a run without a match, and the one requirement whose giving up brings most candidates';
comment on column match.starving.criterion is 'Null where no single requirement keeps anybody out';
comment on column match.starving.subject is 'The code of the language or the key of the skill';

create table match.run_blanked (
  run bigint not null references match.run on delete cascade,
  candidate text not null,
  primary key (run, candidate)
);
comment on table match.run_blanked is 'Candidates whose row in the kept input of a run is empty since they were erased';
