-- Every rule of the programme as dated readings, and who changed the rules when.
set local role vivier_owner;

-- Earlier editions hold four rules in another form; vivier reference load brings the new file.
delete from ref.edition where set_name = 'programme';

alter table ref.programme_rule
  drop column minimum,
  drop column low_reading,
  drop column high_reading,
  drop column unit,
  alter column valid_from drop not null,
  add column schemes text not null,
  add column parameters text,
  add column status text,
  add column remedy_fr text,
  add column question_fr text,
  add constraint programme_rule_valid_in_order check (valid_from <= valid_to),
  add constraint programme_rule_schemes_known
    check (schemes ~ '^(vte|vte_ti|vte_vert)(\|(vte|vte_ti|vte_vert))*$'),
  add constraint programme_rule_status_known check (status in ('open', 'closed', 'unknown'));
comment on table ref.programme_rule is
  'One reading of a rule between two days; where sources disagree, two rows cover the same days';
comment on column ref.programme_rule.parameters is 'The numbers it states: name=value, separated by |';
comment on column ref.programme_rule.status is 'Whether an aid can be had; null for other rules';
comment on column ref.programme_rule.remedy_fr is 'What to do where it is not met';
comment on column ref.programme_rule.question_fr is 'What to tell or ask where it cannot be judged';

create table ref.programme_rule_change (
  id integer generated always as identity primary key,
  kind text not null,
  edition integer references ref.edition on delete set null,
  previous integer references ref.edition on delete set null,
  file text,
  digest bytea,
  changed_by text not null,
  session_role text not null default session_user,
  why text,
  changed_at timestamptz not null default now(),
  constraint programme_rule_change_kind_known check (kind in ('reference', 'load', 'revert')),
  constraint programme_rule_change_load_has_file
    check ((kind = 'load') = (file is not null and digest is not null))
);
comment on table ref.programme_rule_change is
  'Each time other rules of the programme came into use: with the reference data, from a file, or back';
comment on column ref.programme_rule_change.digest is 'SHA-256 of that file';
create index programme_rule_change_by_edition on ref.programme_rule_change (edition);
comment on index ref.programme_rule_change_by_edition is 'Serves the question whether the rules in use came from a file';

grant select on ref.programme_rule_change to vivier_nightly;
