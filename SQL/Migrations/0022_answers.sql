-- The questions put to a reader, and what was answered.
set local role vivier_owner;

-- what can be answered
create table mail.choice (
  purpose text not null,
  party text not null,
  choice text not null,
  ordinal smallint not null,
  primary key (purpose, party, choice),
  constraint choice_party_known check (party in ('company', 'candidate'))
);
comment on table mail.choice is 'Every answer there is: the reasons are a closed list, so that they can be counted and told in plain words';
comment on column mail.choice.party is 'Whose answer it is';
insert into mail.choice (purpose, party, choice, ordinal) values
  ('meet', 'company', 'yes', 1),
  ('meet', 'candidate', 'yes', 1),
  ('later', 'company', 'yes', 1),
  ('decline', 'company', 'skill', 1),
  ('decline', 'company', 'level', 2),
  ('decline', 'company', 'availability', 3),
  ('decline', 'company', 'pay', 4),
  ('decline', 'company', 'filled', 5),
  ('decline', 'company', 'known', 6),
  ('decline', 'company', 'other', 7),
  ('decline', 'candidate', 'place', 1),
  ('decline', 'candidate', 'pay', 2),
  ('decline', 'candidate', 'mission', 3),
  ('decline', 'candidate', 'contract', 4),
  ('decline', 'candidate', 'sector', 5),
  ('decline', 'candidate', 'engaged', 6),
  ('decline', 'candidate', 'other', 7),
  ('extend', 'company', 'yes', 1),
  ('close', 'company', 'hired_through_us', 1),
  ('close', 'company', 'hired_elsewhere', 2),
  ('close', 'company', 'given_up', 3),
  ('close', 'company', 'other', 4),
  ('amend', 'company', 'yes', 1),
  ('propose', 'company', 'yes', 1),
  ('declare_skill', 'candidate', 'yes', 1),
  ('stay', 'candidate', 'yes', 1),
  ('found', 'candidate', 'through_us', 1),
  ('found', 'candidate', 'elsewhere', 2),
  ('contest', 'candidate', 'yes', 1),
  ('frequency', 'company', 'daily', 1),
  ('frequency', 'company', 'weekly', 2),
  ('frequency', 'company', 'monthly', 3),
  ('frequency', 'company', 'never', 4),
  ('frequency', 'candidate', 'daily', 1),
  ('frequency', 'candidate', 'weekly', 2),
  ('frequency', 'candidate', 'monthly', 3),
  ('frequency', 'candidate', 'never', 4),
  ('pause', 'company', 'month', 1),
  ('pause', 'company', 'quarter', 2),
  ('pause', 'company', 'end', 3),
  ('pause', 'candidate', 'month', 1),
  ('pause', 'candidate', 'quarter', 2),
  ('pause', 'candidate', 'end', 3),
  ('unsubscribe', 'company', 'yes', 1),
  ('unsubscribe', 'candidate', 'yes', 1),
  ('my_data', 'company', 'correct', 1),
  ('my_data', 'company', 'erase', 2),
  ('my_data', 'candidate', 'correct', 1),
  ('my_data', 'candidate', 'erase', 2);

-- links: of each the hash of its token, never the token
create table mail.link (
  token_digest bytea primary key,
  expires_at timestamptz not null,
  used_at timestamptz,
  message_id text not null,
  purpose text not null,
  contact text references app.contact on delete cascade,
  candidate text references app.candidate on delete cascade,
  position text references app.position on delete cascade,
  constraint link_message_fkey foreign key (message_id)
    references mail.outbox (message_id) on update cascade on delete cascade,
  constraint link_digest_is_sha256 check (octet_length(token_digest) = 32),
  constraint link_has_reader check (contact is not null or candidate is not null),
  constraint link_purpose_known check (purpose in (
    'meet', 'later', 'decline', 'extend', 'close', 'amend', 'propose', 'declare_skill', 'stay', 'found',
    'contest', 'frequency', 'pause', 'unsubscribe', 'my_data')),
  constraint link_names_what_it_is_about check (
    (position is not null) = (purpose in
      ('meet', 'later', 'decline', 'extend', 'close', 'amend', 'declare_skill', 'contest'))
    and (contact is null or (candidate is not null) = (purpose in ('meet', 'later', 'decline'))))
);
comment on table mail.link is 'What the links of a message ask: one purpose each. Made with the message; whoever holds the token may answer';
comment on column mail.link.token_digest is 'SHA-256 of the token as it stands in the link; the token itself is kept nowhere';
comment on column mail.link.contact is 'The reader; null where the candidate is';
comment on column mail.link.candidate is 'The reader where contact is null, else whom the question is about';
comment on column mail.link.used_at is 'When it was first answered; one that asks about a pair or a position is used up by that';
create index link_by_message on mail.link (message_id);
create index link_by_contact on mail.link (contact) where contact is not null;
create index link_by_candidate on mail.link (candidate) where candidate is not null;
create index link_by_position on mail.link (position) where position is not null;
create index link_by_expiry on mail.link (expires_at);
comment on index mail.link_by_message is 'Serves the foreign key';
comment on index mail.link_by_contact is 'Serves the foreign key';
comment on index mail.link_by_candidate is 'Serves the foreign key';
comment on index mail.link_by_position is 'Serves the foreign key';
comment on index mail.link_by_expiry is 'Serves the removal of links that ran out';

create table mail.answer (
  id bigint generated always as identity primary key,
  given_at timestamptz not null,
  applied_at timestamptz,
  purpose text not null,
  party text not null,
  choice text not null,
  contact text references app.contact on delete cascade,
  candidate text references app.candidate on delete cascade,
  position text references app.position on delete cascade,
  message_id text not null,
  note text,
  details jsonb not null default '{}',
  outcome text,
  constraint answer_choice_fkey foreign key (purpose, party, choice) references mail.choice,
  constraint answer_has_reader check (contact is not null or candidate is not null),
  constraint answer_party_is_the_reader check ((party = 'company') = (contact is not null)),
  constraint answer_note_is_short check (char_length(note) <= 1000),
  constraint answer_details_are_small check (octet_length(details::text) <= 4000),
  constraint answer_outcome_when_applied check ((applied_at is null) = (outcome is null))
);
comment on table mail.answer is 'Who answered what and when, from which message. Only what the reader wrote in note is free text (personal data)';
comment on column mail.answer.applied_at is 'When it took effect; the next delivery or night sees to it';
comment on column mail.answer.outcome is 'done, waits for a person, or why it could not be done';
create index answer_to_apply on mail.answer (id) where applied_at is null;
create index answer_by_contact on mail.answer (contact) where contact is not null;
create index answer_by_candidate on mail.answer (candidate) where candidate is not null;
create index answer_by_position on mail.answer (position) where position is not null;
comment on index mail.answer_to_apply is 'Serves answers-to-apply.sql';
comment on index mail.answer_by_contact is 'Serves the foreign key';
comment on index mail.answer_by_candidate is 'Serves the foreign key';
comment on index mail.answer_by_position is 'Serves the foreign key';
revoke update, delete on mail.answer from vivier_nightly;
grant update (applied_at, outcome) on mail.answer to vivier_nightly;

create function mail.forget_answers(at timestamptz) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from mail.link where expires_at < at;
  delete from mail.answer
  where applied_at is not null
    and given_at < at - app.retention_term('message', (at at time zone 'Europe/Paris')::date);
$$;
comment on function mail.forget_answers is 'Links that ran out go at once, answers with the term of messages';

create table mail.attempt (
  client bytea not null,
  act text not null,
  began_at timestamptz not null,
  times integer not null,
  primary key (client, act, began_at)
);
comment on table mail.attempt is 'How often a client came in a quarter of an hour; kept for an hour';
comment on column mail.attempt.client is 'Keyed hash of the network address';

-- a talent decides, too, how often a digest comes
alter table app.candidate
  add column frequency text not null default 'weekly',
  add column paused_until date,
  add constraint candidate_frequency_known check (frequency in ('daily', 'weekly', 'monthly', 'never'));
comment on column app.candidate.frequency is 'How often at most a digest comes; the person decides';
comment on column app.candidate.paused_until is 'No digest before that day';

-- What the portal may do, and all it may do: it reads and writes no table, and knows nobody without a token.
create schema portal;
comment on schema portal is 'What the pages of the portal may ask of the database';
grant usage on schema portal to vivier_portal;

create function portal.link(token text) returns setof mail.link
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.* from mail.link l
  where l.token_digest = sha256(convert_to(token, 'UTF8'))
    and l.expires_at > clock_timestamp()
    -- Whoever presses twice sees the same page again.
    and (l.used_at is null or l.used_at > clock_timestamp() - interval '10 minutes'
      or l.purpose in ('frequency', 'pause', 'unsubscribe', 'my_data', 'propose'))
$$;
comment on function portal.link is 'The link of a token while it can be used; nothing for any other';

create function mail.can_meet(wanted_position text, wanted_candidate text, on_day date) returns boolean
language sql stable as $$
  select exists (
    select
    from app.position p
    join app.candidate c on c.id = wanted_candidate and c.state = 'open'
    where p.id = wanted_position and p.state = 'open'
      and app.agrees(c.id, 'matching', on_day)
      and not app.is_hidden(c.id, p.siren)
      and not exists (
        select from match.refusal r where r.position = p.id and r.candidate = c.id))
$$;
comment on function mail.can_meet is 'Whether both sides of a pair are still there for each other';

create function portal.question(token text) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'purpose', l.purpose,
    'party', case when l.contact is null then 'candidate' else 'company' end,
    'is_demo', i.is_demo,
    'code', case when l.contact is not null and l.candidate is not null
      then app.reader_code(i.secret, p.siren, l.candidate) end,
    'title', p.title,
    'company', c.name,
    'commune', m.name,
    'is_open', case when l.position is not null then p.state = 'open' end,
    'can_meet', case when l.position is not null and l.candidate is not null
      then mail.can_meet(l.position, l.candidate, (clock_timestamp() at time zone 'Europe/Paris')::date) end,
    'frequency', coalesce(k.frequency, t.frequency),
    'paused_until', coalesce(k.paused_until, t.paused_until),
    'today', (clock_timestamp() at time zone 'Europe/Paris')::date,
    'skills', case when l.purpose = 'declare_skill' then (
      select jsonb_agg(jsonb_build_object('skill', s.skill, 'label', coalesce(n.label, s.skill))
        order by s.is_required desc, s.importance desc, s.skill)
      from app.position_skill s
      left join ref.skill n on n.skill = s.skill
      where s.position = l.position and not exists (
        select from app.candidate_skill h where h.candidate = l.candidate and h.skill = s.skill)) end))
  from portal.link(token) l
  cross join app.installation i
  left join app.position p on p.id = l.position
  left join app.company c on c.siren = p.siren
  left join ref.commune m
    on m.code = p.commune and m.edition = (select id from ref.current_edition where set_name = 'communes')
  left join app.contact k on k.id = l.contact
  left join app.candidate t on t.id = l.candidate and l.contact is null
$$;
comment on function portal.question is 'What the page of a token asks and shows; null for a token that is unknown, expired or used up';

create function portal.answer(token text, choice text, note text, details jsonb) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  asked mail.link;
  teller text;
  wanted alias for choice;
begin
  select * into asked from mail.link l
  where l.token_digest = sha256(convert_to(token, 'UTF8')) for update;
  if not exists (select from portal.link(token)) then
    return false;
  end if;
  teller := case when asked.contact is null then 'candidate' else 'company' end;
  if not exists (
    select from mail.choice c
    where c.purpose = asked.purpose and c.party = teller and c.choice = wanted)
  then
    return false;
  end if;
  if exists (
    select from mail.answer a
    where a.message_id = asked.message_id and a.purpose = asked.purpose and a.choice = wanted
      and a.contact is not distinct from asked.contact
      and a.candidate is not distinct from asked.candidate
      and a.position is not distinct from asked.position
      and a.note is not distinct from answer.note and a.details = answer.details
      and a.given_at > clock_timestamp() - interval '10 minutes')
  then
    return true;
  end if;
  -- What uses a link up is its first answer; another one for the same link is none.
  if asked.used_at is not null
    and asked.purpose not in ('frequency', 'pause', 'unsubscribe', 'my_data', 'propose')
  then
    return false;
  end if;
  insert into mail.answer
    (given_at, purpose, party, choice, contact, candidate, position, message_id, note, details)
  values (
    clock_timestamp(), asked.purpose, teller, wanted, asked.contact, asked.candidate, asked.position,
    asked.message_id, note, details);
  update mail.link l set used_at = coalesce(l.used_at, clock_timestamp())
  where l.token_digest = asked.token_digest;
  return true;
end
$$;
comment on function portal.answer is
  'Notes an answer, once however often it is sent; false where the token cannot be used or the choice is none of it';

create function portal.admits(client text, act text, most integer) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  now_is constant timestamptz := clock_timestamp();
  quarter constant timestamptz := date_bin('15 minutes', now_is, timestamptz '2026-01-01');
  came integer;
begin
  insert into mail.attempt as a (client, act, began_at, times)
  select app.hmac_sha256(i.secret, convert_to('client' || chr(31) || client, 'UTF8')), act, quarter, 1
  from app.installation i
  on conflict on constraint attempt_pkey do update set times = a.times + 1
  returning times into came;
  if came = 1 then
    delete from mail.attempt a where a.began_at < now_is - interval '1 hour';
  end if;
  return came <= most;
end
$$;
comment on function portal.admits is 'Counts an act of a client, and tells whether it came at most so often in this quarter of an hour';

create function portal.record_of_contact(contact text) returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'lines', jsonb_build_array(
      jsonb_build_object('label', 'Nom', 'value', coalesce(concat_ws(' ', k.civility, k.name), 'non indiqué')),
      jsonb_build_object('label', 'Fonction', 'value', coalesce(k.role, 'non indiquée')),
      jsonb_build_object('label', 'Adresse électronique', 'value', k.email),
      jsonb_build_object('label', 'Messages reçus', 'value',
        (select count(*)::text from mail.outbox o where o.recipient_kind = 'contact' and o.recipient = k.id and o.state = 'sent')),
      jsonb_build_object('label', 'Réponses données', 'value',
        (select count(*)::text from mail.answer a where a.contact = k.id))),
    'contact', to_jsonb(k),
    'answers', (
      select coalesce(jsonb_agg(to_jsonb(a) order by a.id), '[]') from mail.answer a where a.contact = k.id))
  from app.contact k
  where k.id = $1
$$;
comment on function portal.record_of_contact is 'Lines for the page, and every row, of a contact';

create function portal.record_of_candidate(candidate text) returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'lines', jsonb_build_array(
      jsonb_build_object('label', 'Nom', 'value',
        coalesce(nullif(concat_ws(' ', i.given_name, i.family_name), ''), 'non indiqué')),
      jsonb_build_object('label', 'Adresse électronique', 'value', coalesce(i.email, 'non indiquée')),
      jsonb_build_object('label', 'Diplôme', 'value', coalesce(
        (select c.title from ref.certification c
          where c.code = k.diploma and c.edition = (select id from ref.current_edition where set_name = 'rncp')),
        k.diploma, 'non indiqué')),
      jsonb_build_object('label', 'Compétences', 'value', coalesce(
        (select string_agg(coalesce(n.label, s.skill), ', ' order by s.skill)
          from app.candidate_skill s left join ref.skill n on n.skill = s.skill where s.candidate = k.id),
        'non indiquées')),
      jsonb_build_object('label', 'Contrats souhaités', 'value',
        coalesce(nullif(array_to_string(k.contracts, ', '), ''), 'non indiqués')),
      jsonb_build_object('label', 'Disponibilité', 'value', coalesce(to_char(k.available_on, 'DD.MM.YYYY'), 'non indiquée')),
      jsonb_build_object('label', 'Rémunération minimale', 'value',
        coalesce(k.minimum_pay || ' € brut par an', 'non indiquée')),
      jsonb_build_object('label', 'Zones de recherche', 'value',
        (select count(*)::text from app.candidate_area a where a.candidate = k.id)),
      jsonb_build_object('label', 'Entreprises qui ne vous voient pas', 'value',
        (select count(*)::text from app.invisible_to v where v.candidate = k.id and v.lifted_at is null)),
      jsonb_build_object('label', 'Messages reçus', 'value',
        (select count(*)::text from mail.outbox o where o.recipient_kind = 'candidate' and o.recipient = k.id and o.state = 'sent')),
      jsonb_build_object('label', 'Réponses données', 'value',
        (select count(*)::text from mail.answer a where a.contact is null and a.candidate = k.id))),
    'candidate', to_jsonb(k) - 'content_digest',
    'identity', to_jsonb(i),
    'skills', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from app.candidate_skill s where s.candidate = k.id),
    'languages', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from app.candidate_language s where s.candidate = k.id),
    'areas', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from app.candidate_area s where s.candidate = k.id),
    'consents', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from app.consent s where s.candidate = k.id),
    'invisible_to', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from app.invisible_to s where s.candidate = k.id),
    'refusals', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from match.refusal s where s.candidate = k.id),
    'answers', (
      select coalesce(jsonb_agg(to_jsonb(a) order by a.id), '[]')
      from mail.answer a where a.contact is null and a.candidate = k.id))
  from app.candidate k
  left join app.candidate_identity i on i.candidate = k.id
  where k.id = $1
$$;
comment on function portal.record_of_candidate is 'Lines for the page, and every row, of a candidate';

create function portal.record(token text) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case
    when l.purpose <> 'my_data' then null
    when l.contact is not null then portal.record_of_contact(l.contact)
    else portal.record_of_candidate(l.candidate) end
  from portal.link(token) l
$$;
comment on function portal.record is 'What is kept about the reader of a link to their data; null for any other link';

grant execute on function portal.question, portal.answer, portal.record, portal.admits to vivier_portal;

call app.guard('mail.choice', staff => '*');
call app.guard('mail.link', staff => 'expires_at, used_at, message_id, purpose, contact, candidate, position');
call app.guard('mail.answer', staff => 'id, given_at, applied_at, purpose, party, choice, contact, candidate, position, message_id, outcome');
call app.guard('mail.attempt');
