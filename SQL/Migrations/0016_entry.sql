-- Entry by hand, offers within the law, and what follows a hire.
set local role vivier_owner;

-- offers: what candidates read, what was flagged in it, and what persons decided
alter table app.position
  add column check_version smallint not null default 0,
  add column remote_days smallint,
  add column description text,
  add column access_without_car text,
  add column working_hours text,
  add column housing_help text,
  add constraint position_remote_days_in_week check (remote_days between 0 and 5);
comment on column app.position.check_version is 'The word lists its texts were last looked at with; 0 for never';
comment on column app.position.remote_days is 'Days a week; shown to candidates, never scored';
comment on column app.position.description is 'The mission in words, in French';
comment on column app.position.access_without_car is 'Shown to candidates, never scored';
comment on column app.position.working_hours is 'Shown to candidates, never scored';
comment on column app.position.housing_help is 'Shown to candidates, never scored';

create table app.position_flag (
  siren text not null,
  position text not null,
  kind text not null,
  found text not null default '',
  primary key (siren, position, kind, found),
  constraint position_flag_position_fkey
    foreign key (siren, position) references app.position (siren, id) on delete cascade,
  constraint position_flag_kind_known
    check (kind in ('age', 'sex', 'residence', 'origin', 'language', 'date', 'pay', 'employer'))
);
comment on table app.position_flag is 'What the check of offers found: nobody sees the position until a person accepted all of it';
comment on column app.position_flag.found is 'The words, folded; empty where something is missing';
create index position_flag_by_position on app.position_flag (position);
comment on index app.position_flag_by_position is 'Serves app.settle_offers and the review';

create table app.position_review (
  id bigint generated always as identity primary key,
  siren text not null,
  position text not null,
  decision text not null,
  flags text[] not null,
  decided_at timestamptz not null,
  decided_by text not null,
  reason text not null,
  constraint position_review_position_fkey
    foreign key (siren, position) references app.position (siren, id) on delete cascade,
  constraint position_review_decision_known check (decision in ('accept', 'refuse')),
  constraint position_review_has_reason check (reason ~ '\S')
);
comment on table app.position_review is 'What a person decided about a flagged position. The last decision holds for the flags it names';
comment on column app.position_review.flags is 'The flags as they stood: kind, a colon and the words';
create index position_review_by_position on app.position_review (position, id);
comment on index app.position_review_by_position is 'Serves app.settle_offers and the review';
revoke update, delete on app.position_review from vivier_nightly;

-- An open position with a flag nobody accepted is held; a held one without such a flag is open again.
create function app.settle_offers(positions text[]) returns void
language sql
begin atomic
  with judged as (
    select p.siren, p.id, exists (
      select from app.position_flag f
      where f.siren = p.siren and f.position = p.id
        and not coalesce((
          select r.decision = 'accept' and f.kind || ':' || f.found = any (r.flags)
          from app.position_review r
          where r.position = p.id
          order by r.id desc
          limit 1), false)) as is_flagged
    from app.position p
    where p.id = any (positions) and p.state in ('open', 'held')
  )
  update app.position p set state = case when j.is_flagged then 'held' else 'open' end
  from judged j
  where p.siren = j.siren and p.id = j.id and (p.state = 'held') <> j.is_flagged;
end;
comment on function app.settle_offers is 'Holds what is flagged and not accepted, and opens what was held and is no more';

-- hires: of whom, through whom, and what they closed
alter table app.hire
  add column candidate text,
  add column through_us boolean,
  add column position_was text,
  add column candidate_was text,
  add constraint hire_candidate_fkey
    foreign key (candidate) references app.candidate on delete set null,
  add constraint hire_position_was_known check (position_was in ('open', 'held', 'expired')),
  add constraint hire_candidate_was_known check (candidate_was in ('open', 'expired'));
comment on table app.hire is 'A hire as an operator recorded it: what the deadlines of the programme are counted from. The person is a candidate of ours, or nobody names them';
comment on column app.hire.candidate is 'Null for a person from elsewhere';
comment on column app.hire.through_us is 'Whether this service brought them together; null where nobody told';
comment on column app.hire.position_was is 'The state of the position before this hire closed it; null where it closed none';
comment on column app.hire.candidate_was is 'The state of the candidate before this hire closed it; null where it closed none';
create index hire_by_candidate on app.hire (candidate);
comment on index app.hire_by_candidate is 'Serves the foreign key';

-- trainings can be taken back and given again
alter table app.training
  add column state text not null default 'open',
  add constraint training_state_known check (state in ('open', 'closed'));
comment on column app.training.state is 'closed: nobody is told of it';

-- changes of state by hand
create table app.state_change (
  id bigint generated always as identity primary key,
  kind text not null,
  subject text not null,
  before text not null,
  after text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  reason text,
  constraint state_change_kind_known check (kind in ('position', 'candidate', 'training')),
  constraint state_change_changes_something check (before <> after)
);
comment on table app.state_change is 'Who closed, withdrew or opened what by hand, and why';
comment on column app.state_change.subject is 'The id of the position, candidate or training';
create index state_change_by_subject on app.state_change (subject, id);
comment on index app.state_change_by_subject is 'Serves the history of one of them';
revoke update, delete on app.state_change from vivier_nightly;

-- files of the inbox
create table app.inbox_file (
  id bigint generated always as identity primary key,
  name text not null,
  identity text not null,
  kind text not null,
  done_as text not null,
  taken_on date not null,
  figures jsonb not null,
  constraint inbox_file_identity_key unique (identity)
);
comment on table app.inbox_file is 'Files of the inbox, each noted with its rows and moved after that, so that none is imported twice';
comment on column app.inbox_file.identity is 'Device, inode, size and time of the last change: what moving a file does not change';
comment on column app.inbox_file.done_as is 'Where it is moved to, below the inbox';
