-- Rights of a person, terms of keeping, and the log nobody can change.
set local role vivier_owner;

-- the log: append-only and chained, each row over the hash of the one before
create schema audit;
comment on schema audit is 'Who did what, when and why: appended to by one function, changed by nobody';
grant usage on schema audit to vivier_nightly;

create table audit.log (
  id bigint primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  row_name text,
  purpose text,
  detail text,
  subject bytea,
  sealed bytea,
  hash bytea not null,
  constraint log_hash_key unique (hash),
  constraint log_id_positive check (id > 0),
  constraint log_hash_is_sha256 check (octet_length(hash) = 32),
  constraint log_person_is_sealed check ((subject is null) = (sealed is null)),
  constraint log_person_only_sealed check (subject is null or (row_name is null and detail is null))
);
comment on table audit.log is 'What was done. What is about a person stands in sealed, under a key the database never holds';
comment on column audit.log.row_name is 'The row it was done to, such as run 12; null where that is a person';
comment on column audit.log.subject is 'A mark of the person, which only their key can make';
comment on column audit.log.sealed is 'Row and detail about a person: AES-256-GCM, nonce first; unreadable once the key is destroyed';
comment on column audit.log.hash is 'SHA-256 over the hash of the row before and this row; see audit.link';
create index log_by_subject on audit.log (subject) where subject is not null;
comment on index audit.log_by_subject is 'Serves vivier person show and vivier audit show --person';

create table audit.head (
  one boolean primary key default true,
  id bigint not null,
  hash bytea not null,
  constraint head_is_single check (one)
);
comment on table audit.head is 'The last row of the log. Its lock lets one writer after the other append';
insert into audit.head (id, hash) values (0, sha256('vivier audit'));

create function audit.link(
  previous bytea, id bigint, at timestamptz, actor text, action text, row_name text, purpose text,
  detail text, subject bytea, sealed bytea
) returns bytea
language sql immutable parallel safe as $$
  select sha256(previous || convert_to(jsonb_build_array(
    id, (extract(epoch from at) * 1000000)::bigint, actor, action, row_name, purpose, detail,
    encode(subject, 'hex'), encode(sealed, 'hex'))::text, 'UTF8'))
$$;
comment on function audit.link is 'The hash of a row of the log from that of the row before';

create function audit.append(
  at timestamptz, actor text, action text, row_name text, purpose text, detail text, subject bytea,
  sealed bytea
) returns bytea
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  last audit.head;
  made bytea;
begin
  select * into strict last from audit.head for update;
  made := audit.link(
    last.hash, last.id + 1, at, actor, action, row_name, purpose, detail, subject, sealed);
  insert into audit.log values (
    last.id + 1, at, actor, action, row_name, purpose, detail, subject, sealed, made);
  update audit.head set id = last.id + 1, hash = made;
  return made;
end
$$;
comment on function audit.append is 'The only way into the log; gives the new head';

create function audit.refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception 'the audit log never changes' using errcode = 'insufficient_privilege';
end
$$;
create trigger log_never_changes before update or delete or truncate on audit.log
  for each statement execute function audit.refuse_change();
grant select on audit.log, audit.head to vivier_nightly;
grant execute on function audit.append, audit.link to vivier_nightly;

alter table match.run
  add column audit_head bytea,
  drop constraint run_state_known,
  add constraint run_state_known check (state in
    ('claimed', 'retention', 'snapshot', 'match', 'allocate', 'record', 'compose', 'finished'));
comment on column match.run.audit_head is 'The head of the audit log when the run was finished: a tail cut off later shows';

-- terms of keeping, as dated data
create table app.retention_term (
  subject text not null,
  valid_from date not null,
  amount integer not null,
  unit text not null,
  source text not null,
  primary key (subject, valid_from),
  constraint retention_term_subject_known check (subject in ('application', 'pool', 'unconfirmed',
    'position', 'search', 'question', 'warning', 'message', 'tombstone')),
  constraint retention_term_amount_positive check (amount > 0),
  constraint retention_term_unit_known check (unit in ('day', 'month')),
  constraint retention_term_has_source check (source ~ '\S')
);
comment on table app.retention_term is 'How long what is kept, from a day on, and on whose word; the latest term that has begun holds';
insert into app.retention_term (subject, valid_from, amount, unit, source) values
  ('application', '2018-05-25', 3, 'month',
    'RGPD art. 5(1)(e); usual three months after a process ends, from a secondary source: for the controller to confirm'),
  ('pool', '2018-05-25', 24, 'month',
    'CNIL, recruitment: at most two years after the last contact, without an objection'),
  ('unconfirmed', '2018-05-25', 30, 'day',
    'RGPD art. 14(3)(a): the person is told within a month; without an answer there is no ground to keep more'),
  ('position', '2026-11-01', 60, 'day', 'rule of the service: nobody is shown a position that nobody confirms'),
  ('search', '2026-11-01', 90, 'day', 'rule of the service: no company is shown a search that nobody confirms'),
  ('question', '2026-11-01', 14, 'day', 'rule of the service: asked once, so long before an expiry'),
  ('warning', '2026-11-01', 14, 'day', 'rule of the service: warned once, so long before an erasure'),
  ('message', '2018-05-25', 12, 'month', 'CNIL, logs: six months to a year'),
  ('tombstone', '2018-05-25', 24, 'month', 'rule of the service: as long as the pool could have held the person');

create function app.retention_term(wanted text, on_day date) returns interval
language sql stable as $$
  select case unit when 'day' then make_interval(days => amount) else make_interval(months => amount) end
  from app.retention_term
  where subject = wanted and valid_from <= on_day
  order by valid_from desc limit 1
$$;
comment on function app.retention_term is 'How long something is kept by the term in force on a day; null where none is';

alter table app.candidate
  add column last_contact_on date not null default current_date,
  add column asked_on date,
  add column warned_on date,
  add column expired_on date;
comment on column app.candidate.last_contact_on is 'The last day the person was heard of: entry, edit, consent or answer. All terms count from it';
comment on column app.candidate.asked_on is 'The day they were asked whether they still search; null again with each contact';
comment on column app.candidate.warned_on is 'The day they were warned of their erasure; null again with each contact';
create index candidate_by_last_contact on app.candidate (last_contact_on);
comment on index app.candidate_by_last_contact is 'Serves the terms of each night';

alter table app.position
  add column confirmed_on date not null default current_date,
  add column asked_on date,
  add column expired_on date;
comment on column app.position.confirmed_on is 'The last day the company told that it stands: entry, import, edit or answer';
comment on column app.position.asked_on is 'The day its company was asked whether it stands; null again with each confirmation';

create function app.note_contact(candidates text[], on_day date) returns void
language sql as $$
  update app.candidate set
    last_contact_on = greatest(last_contact_on, on_day), asked_on = null, warned_on = null,
    expired_on = null, state = case state when 'expired' then 'open' else state end
  where id = any(candidates)
$$;
comment on function app.note_contact is 'Somebody was heard of: their terms begin again';

create function app.confirm_positions(positions text[], on_day date) returns void
language sql as $$
  update app.position set
    confirmed_on = greatest(confirmed_on, on_day), asked_on = null, expired_on = null,
    state = case state when 'expired' then 'open' else state end
  where id = any(positions)
$$;
comment on function app.confirm_positions is 'A company told that positions stand: their term begins again';

-- Whose data must go, and when. Nobody is erased by a term that no day has put in force.
create function app.retention_due(on_day date)
returns table (candidate text, due_on date, term text, is_reachable boolean)
language sql stable as $$
  with term as (
    select app.retention_term('application', on_day) as application,
      app.retention_term('pool', on_day) as pool,
      app.retention_term('unconfirmed', on_day) as unconfirmed,
      app.retention_term('warning', on_day) as warning
  ),
  told as (
    select c.id, c.last_contact_on, c.state, i.email is not null as is_reachable,
      n.candidate is not null as was_asked,
      g.candidate is not null as agrees,
      (
        select min(o.business_date) from mail.outbox o
        where o.kind = 'confirmation' and o.recipient_kind = 'candidate' and o.recipient = c.id
          and o.state = 'sent') as confirmation_on
    from app.candidate c
    left join app.candidate_identity i on i.candidate = c.id
    left join (select distinct o.candidate from app.consent o) n on n.candidate = c.id
    left join app.agreeing('matching', on_day) g on g.candidate = c.id, term t
    where c.last_contact_on <= on_day + t.warning - least(t.application, t.pool, t.unconfirmed)
  ),
  due as (
    select d.id, d.is_reachable,
      case
        when not d.was_asked and d.confirmation_on is not null then 'unconfirmed'
        when not d.agrees or d.state in ('closed', 'withdrawn') then 'application'
        else 'pool'
      end as term,
      d.last_contact_on, d.confirmation_on
    from told d
  )
  select d.id,
    (case d.term
      when 'unconfirmed' then greatest(d.confirmation_on, d.last_contact_on) + t.unconfirmed
      when 'application' then d.last_contact_on + t.application
      else d.last_contact_on + t.pool
    end)::date,
    d.term, d.is_reachable
  from due d, term t
$$;
comment on function app.retention_due is
  'Candidates whose term may end soon: applications after they ended or without agreement, entries nobody confirmed, the pool';

-- erasure
create table app.tombstone (
  erasure text primary key,
  kind text not null,
  hash bytea,
  erased_on date not null,
  cause text not null,
  constraint tombstone_kind_known check (kind in ('candidate', 'contact')),
  constraint tombstone_hash_is_sha256 check (octet_length(hash) = 32),
  constraint tombstone_cause_known check (cause in ('asked', 'term'))
);
comment on table app.tombstone is 'That somebody was erased, and when: all that is left, counted but not named';
comment on column app.tombstone.hash is 'Keyed hash of the person''s id, so that an import recognises them; null once its term is over';
create index tombstone_by_hash on app.tombstone (hash);
comment on index app.tombstone_by_hash is 'Serves imports';

create function app.person_hash(kind text, person text) returns bytea
language sql stable as $$
  select sha256(i.secret || convert_to('erased' || chr(31) || kind || chr(31) || person, 'UTF8'))
  from app.installation i
$$;
comment on function app.person_hash is 'What a tombstone keeps of a person: of no use without the installation''s secret';

create function app.unknown_erasures(erasures text[]) returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e from unnest(erasures) as e
  where not exists (select from app.tombstone t where t.erasure = e)
$$;
comment on function app.unknown_erasures is
  'Which of these erasures the database lacks, as after a restore; every role asks before it does anything';
grant execute on function app.unknown_erasures to public;

-- The logs of territories, contacts and states are not for the program to change; an erased person's id
-- must leave them.
create function app.forget_in_changes(person text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.contact_change c where c.contact = forget_in_changes.person;
  delete from app.state_change c where c.subject = forget_in_changes.person;
  delete from app.notice_shown c where c.person = forget_in_changes.person;
  delete from app.name_read c where c.person = forget_in_changes.person;
  update app.name_read c set reader = replace(c.reader, forget_in_changes.person, 'erased')
  where strpos(c.reader, forget_in_changes.person) > 0;
  update app.territory_change set
    before = replace(before, person, 'erased'), after = replace(after, person, 'erased since')
  where strpos(before, person) > 0 or strpos(after, person) > 0
$$;
comment on function app.forget_in_changes is 'Part of app.erase_person';

create function app.erase_person(
  new_erasure text, person_kind text, person text, day date, why text
) returns table (business_date date, message_id text)
language plpgsql as $$
begin
  return query
  with about as (
    select o.id, o.business_date, o.message_id,
      o.recipient_kind = person_kind and o.recipient = person as is_own
    from mail.outbox o
    where (o.recipient_kind = person_kind and o.recipient = person)
      or jsonb_path_exists(o.view, '$.** ? (@ == $person)', jsonb_build_object('person', person))
      or jsonb_path_exists(o.items, '$.** ? (@ == $person)', jsonb_build_object('person', person))
  )
  update mail.outbox o set
    view = '{}', items = '[]',
    recipient = case when a.is_own then 'erased.' || o.id else o.recipient end,
    message_id = case when a.is_own then 'erased.' || o.id else o.message_id end,
    state = case when o.state in ('pending', 'deferred', 'held') then 'superseded' else o.state end,
    reason = 'somebody it was about is erased'
  from about a
  where o.id = a.id
  returning a.business_date, a.message_id;

  delete from mail.suppression s
  where s.address in (
    select lower(i.email) from app.candidate_identity i
    where person_kind = 'candidate' and i.candidate = person
    union all
    select lower(k.email) from app.contact k where person_kind = 'contact' and k.id = person);
  delete from mail.told t
  where (t.recipient_kind = person_kind and t.recipient = person)
    or (person_kind = 'candidate' and t.candidate = person);
  if person_kind = 'candidate' then
    perform app.forget_in_changes(person);
    delete from app.candidate c where c.id = person;
  else
    perform app.forget_in_changes(person);
    delete from app.contact k where k.id = person;
  end if;

  insert into app.tombstone (erasure, kind, hash, erased_on, cause)
  values (new_erasure, person_kind, app.person_hash(person_kind, person), day, why)
  on conflict (erasure) do nothing;
end
$$;
comment on function app.erase_person is
  'Erases somebody from every table and leaves a tombstone; gives the messages whose copies must go. Lists keep a code for their replay';

alter table mail.outbox
  drop constraint outbox_state_known,
  add constraint outbox_state_known check (state in
    ('pending', 'held', 'sending', 'committing', 'sent', 'deferred', 'dead', 'uncertain', 'suppressed',
     'superseded'));
comment on column mail.outbox.state is
  'pending, sending, committing (all bytes but the final dot are out), sent; uncertain is never sent again by itself; held since a restore, until a person releases it';

-- rankings that somebody contests
create table app.contest (
  id bigint generated always as identity primary key,
  siren text not null,
  position text not null,
  candidate text not null references app.candidate on delete cascade,
  asked_at timestamptz not null,
  asked_by text not null,
  reason text,
  explanation jsonb not null,
  answered_at timestamptz,
  answered_by text,
  answer text,
  constraint contest_position_fkey
    foreign key (siren, position) references app.position (siren, id) on delete cascade,
  constraint contest_answer_is_whole check (
    (answered_at is null) = (answered_by is null) and (answered_at is null) = (answer is null)),
  constraint contest_answer_says_something check (answer ~ '\S')
);
comment on table app.contest is 'Rankings put before a person, with the explanation as it was, and what the person answered';
comment on column app.contest.explanation is 'What vivier explain --json said when it was contested';
create index contest_by_candidate on app.contest (candidate);
comment on index app.contest_by_candidate is 'Serves the foreign key and vivier person show';
create index contest_by_position on app.contest (siren, position);
comment on index app.contest_by_position is 'Serves the foreign key';
create unique index contest_open_once on app.contest (position, candidate) where answered_at is null;
