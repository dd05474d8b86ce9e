-- Expands: programs that know no mail to CFA leave it, and its links, to those that do.
-- What contacts of a CFA are told and asked: what is asked and not taught, and whether places still stand.
set local role vivier_owner;

-- Whoever checks the schema reads whether what is newer only adds; the migrator made the column.
grant select (is_expansion) on app.migration to vivier_portal, vivier_staff, vivier_metrics;

alter table mail.outbox
  drop constraint outbox_kind_known,
  add constraint outbox_kind_known check (kind in (
    'company_digest', 'candidate_digest', 'cfa_digest', 'lead_digest', 'operator_report',
    'confirmation', 'agreement', 'introduction', 'closure', 'still_current', 'retention_warning',
    'session_question'));

alter table app.contact add column surveyed_on date;
comment on column app.contact.surveyed_on is
  'The last night that looked at what a quarterly digest of a CFA could tell them, something or nothing; it looks once a quarter';
grant select (surveyed_on) on app.contact to vivier_staff;

alter table app.provider add column asked_on date;
comment on column app.provider.asked_on is
  'The day its contacts were last asked whether its sessions and places stand';

comment on column mail.told.candidate is
  'The candidate; of a deadline what must be done: label, evidence or training; of a position alone what is told of it: unreachable or starving; of a CFA a list and the skill in it';
comment on column mail.told.position is 'The position; of a deadline, the hire; of what is told to a CFA, its SIRET';

alter table mail.choice
  drop constraint choice_party_known,
  add constraint choice_party_known check (party in ('company', 'candidate', 'cfa'));
insert into mail.choice (purpose, party, choice, ordinal) values
  ('sessions', 'cfa', 'yes', 1),
  ('teach', 'cfa', 'yes', 1),
  ('frequency', 'cfa', 'quarterly', 1),
  ('frequency', 'cfa', 'never', 2),
  ('pause', 'cfa', 'month', 1),
  ('pause', 'cfa', 'quarter', 2),
  ('pause', 'cfa', 'end', 3),
  ('unsubscribe', 'cfa', 'yes', 1),
  ('my_data', 'cfa', 'correct', 1),
  ('my_data', 'cfa', 'erase', 2);

alter table mail.link
  add column provider text references app.provider on delete cascade,
  add column skill text,
  drop constraint link_purpose_known,
  add constraint link_purpose_known check (purpose in (
    'meet', 'later', 'decline', 'extend', 'close', 'amend', 'propose', 'declare_skill', 'stay', 'found',
    'contest', 'frequency', 'pause', 'unsubscribe', 'my_data', 'sessions', 'teach')),
  add constraint link_names_its_provider check ((provider is not null) = (purpose in ('sessions', 'teach'))),
  add constraint link_names_its_skill check ((skill is not null) = (purpose = 'teach'));
comment on column mail.link.provider is 'The CFA it is about';
comment on column mail.link.skill is 'The skill it is about';
create index link_by_provider on mail.link (provider) where provider is not null;
comment on index mail.link_by_provider is 'Serves the foreign key';

alter table mail.answer
  add column provider text references app.provider on delete cascade,
  add column skill text,
  drop constraint answer_party_is_the_reader,
  add constraint answer_party_is_the_reader check ((party <> 'candidate') = (contact is not null));
comment on column mail.answer.provider is 'The CFA it is about';
comment on column mail.answer.skill is 'The skill it is about';
create index answer_by_provider on mail.answer (provider) where provider is not null;
comment on index mail.answer_by_provider is 'Serves the foreign key';

grant select (provider, skill) on mail.link, mail.answer to vivier_staff;

-- Whether a link can be used more than once.
create function portal.stays(purpose text) returns boolean
language sql immutable as $$
  select purpose in ('frequency', 'pause', 'unsubscribe', 'my_data', 'propose', 'sessions')
$$;
comment on function portal.stays is 'Whether the link of a purpose can be used until it runs out, and not once alone';

create or replace function portal.link(token text) returns setof mail.link
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.* from mail.link l
  where l.token_digest = sha256(convert_to(token, 'UTF8'))
    and l.expires_at > clock_timestamp()
    -- Whoever presses twice sees the same page again.
    and (l.used_at is null or l.used_at > clock_timestamp() - interval '10 minutes' or portal.stays(l.purpose))
$$;

create function portal.party(link mail.link) returns text
language sql stable as $$
  select case
    when link.contact is null then 'candidate'
    when exists (
      select from mail.outbox o
      where o.message_id = link.message_id and o.kind in ('cfa_digest', 'session_question')) then 'cfa'
    else 'company' end
$$;
comment on function portal.party is 'Whose link it is, by the message it stands in';

create function portal.sessions(provider text, on_day date) returns jsonb
language sql stable as $$
  select jsonb_agg(to_jsonb(s) order by s.starts_on nulls last, s.title, s.training)
  from (
    select t.id as training, t.title, e.starts_on, e.ends_on, e.capacity, e.remaining, e.told_on
    from app.training t
    left join app.training_session e
      on e.provider = t.provider and e.training = t.id and e.starts_on >= $2
    where t.provider = $1 and t.state = 'open'
    order by e.starts_on nulls last, t.title, t.id
    limit 12) as s
$$;
comment on function portal.sessions is
  'The sessions to come of a CFA as they were told, the next first, and its trainings without one';

create function portal.trainings(provider text) returns jsonb
language sql stable as $$
  select jsonb_agg(jsonb_build_object('training', t.id, 'title', t.title) order by t.ordinal, t.title, t.id)
  from (
    select id, title, 1 as ordinal from app.training t where t.provider = $1 and t.state = 'open'
    union all
    select id, title, 2 from ref.training_offer o
    where o.provider = $1
      and o.edition = (select id from ref.current_edition where set_name = 'training_catalogue')
    order by ordinal, title, id
    limit 30) as t
$$;
comment on function portal.trainings is 'What a CFA gives: what it told, then what the catalogue of 2020 says';

create or replace function portal.question(token text) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'purpose', l.purpose,
    'party', portal.party(l),
    'is_demo', i.is_demo,
    'code', case when l.contact is not null and l.candidate is not null
      then app.reader_code(i.secret, p.siren, l.candidate) end,
    'title', p.title,
    'company', c.name,
    'commune', m.name,
    'is_open', case when l.position is not null then p.state = 'open' end,
    'can_meet', case when l.position is not null and l.candidate is not null
      then mail.can_meet(l.position, l.candidate, d.today) end,
    'frequency', coalesce(k.frequency, t.frequency),
    'paused_until', coalesce(k.paused_until, t.paused_until),
    'today', d.today,
    'skills', case when l.purpose = 'declare_skill' then (
      select jsonb_agg(jsonb_build_object('skill', s.skill, 'label', coalesce(n.label, s.skill))
        order by s.is_required desc, s.importance desc, s.skill)
      from app.position_skill s
      left join ref.skill n on n.skill = s.skill
      where s.position = l.position and not exists (
        select from app.candidate_skill h where h.candidate = l.candidate and h.skill = s.skill)) end,
    'provider', v.name,
    'skill', case when l.skill is not null then
      coalesce((select n.label from ref.skill n where n.skill = l.skill limit 1), l.skill) end,
    'sessions', case when l.purpose = 'sessions' then portal.sessions(l.provider, d.today) end,
    'trainings', case when l.purpose = 'teach' then portal.trainings(l.provider) end))
  from portal.link(token) l
  cross join app.installation i
  cross join (select (clock_timestamp() at time zone 'Europe/Paris')::date as today) d
  left join app.position p on p.id = l.position
  left join app.company c on c.siren = p.siren
  left join ref.commune m
    on m.code = p.commune and m.edition = (select id from ref.current_edition where set_name = 'communes')
  left join app.contact k on k.id = l.contact
  left join app.candidate t on t.id = l.candidate and l.contact is null
  left join app.provider v on v.siret = l.provider
$$;

create or replace function portal.answer(token text, choice text, note text, details jsonb) returns boolean
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
  teller := portal.party(asked);
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
      and a.provider is not distinct from asked.provider
      and a.skill is not distinct from asked.skill
      and a.note is not distinct from answer.note and a.details = answer.details
      and a.given_at > clock_timestamp() - interval '10 minutes')
  then
    return true;
  end if;
  -- What uses a link up is its first answer; another one for the same link is none.
  if asked.used_at is not null and not portal.stays(asked.purpose) then
    return false;
  end if;
  insert into mail.answer
    (given_at, purpose, party, choice, contact, candidate, position, provider, skill, message_id, note, details)
  values (
    clock_timestamp(), asked.purpose, teller, wanted, asked.contact, asked.candidate, asked.position,
    asked.provider, asked.skill, asked.message_id, note, details);
  update mail.link l set used_at = coalesce(l.used_at, clock_timestamp())
  where l.token_digest = asked.token_digest;
  return true;
end
$$;
