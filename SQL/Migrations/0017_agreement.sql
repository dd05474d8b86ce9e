-- What a person agreed to, who must not see them, and what two sides agreed to reveal.
set local role vivier_owner;

-- Who answers for the data, as every notice and every agreement says.
alter table app.installation
  add column controller text,
  add column data_protection_contact text,
  add constraint installation_controller_is_named check (controller <> ''),
  add constraint installation_data_protection_contact_is_told check (data_protection_contact <> '');
comment on column app.installation.controller is
  'Who answers for the data; until it is told nobody is asked to confirm anything';

create table app.notice (
  id text primary key,
  audience text not null,
  language text not null,
  valid_from date not null,
  loaded_at timestamptz not null default now(),
  sha256 bytea not null,
  body text not null,
  constraint notice_audience_known check (audience in ('talent', 'company')),
  constraint notice_language_is_two_letters check (language ~ '^[a-z]{2}$'),
  constraint notice_one_a_day unique (audience, language, valid_from),
  constraint notice_sha256_is_256_bits check (octet_length(sha256) = 32)
);
comment on table app.notice is 'What persons are told of their data, as dated texts: one that is loaded never changes';
revoke update, delete on app.notice from vivier_nightly;

create function app.notice_in_use(audience text, on_date date) returns text
language sql stable as $$
  select n.id from app.notice n
  where n.audience = $1 and n.language = 'fr' and n.valid_from <= $2
  order by n.valid_from desc limit 1
$$;
comment on function app.notice_in_use is 'The notice an audience is shown on a day; null when none is loaded';

create table app.notice_shown (
  person_kind text not null,
  person text not null,
  notice text not null references app.notice on delete restrict,
  shown_at timestamptz not null,
  channel text not null,
  primary key (person_kind, person, notice),
  constraint notice_shown_person_kind_known check (person_kind in ('candidate', 'contact'))
);
create index notice_shown_by_notice on app.notice_shown (notice);
comment on index app.notice_shown_by_notice is 'Serves the foreign key to app.notice';
comment on table app.notice_shown is 'Which notice each person saw, when first and how';

-- Agreements were one row a purpose, overwritten; they become one row an agreement, never overwritten.
alter table app.consent rename to consent_before;
alter index app.consent_pkey rename to consent_before_pkey;

create table app.consent (
  id bigint generated always as identity primary key,
  given_at timestamptz not null,
  until date,
  withdrawn_at timestamptz,
  recorded_at timestamptz not null default now(),
  candidate text not null references app.candidate on delete cascade,
  purpose text not null,
  controller text,
  notice text references app.notice on delete restrict,
  channel text not null,
  recorded_by text not null,
  withdrawn_channel text,
  withdrawn_by text,
  constraint consent_purpose_known check (purpose in ('matching', 'digest', 'introduction')),
  constraint consent_withdrawn_after_given check (withdrawn_at >= given_at),
  constraint consent_withdrawal_is_told check (
    (withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_channel is null))
);
comment on table app.consent is
  'What a candidate agreed to: one row an agreement, kept for good. Ask app.agreeing or app.agrees, never this table';
comment on column app.consent.given_at is 'The moment of the agreement; midnight in Paris where only the day was told';
comment on column app.consent.until is 'The last day it holds; null for until it is withdrawn';
comment on column app.consent.controller is 'To whom it was given; null when nobody was named then';
comment on column app.consent.notice is 'The notice that was shown; null when not told';
comment on column app.consent.channel is 'From whom or by which channel: form, paper, mail…';
comment on column app.consent.recorded_by is 'import, or who noted it: what a later file leaves out takes back only what a file told';
create index consent_standing on app.consent (purpose, candidate) where withdrawn_at is null;
comment on index app.consent_standing is 'Serves app.agreeing';
create index consent_by_candidate on app.consent (candidate, purpose);
comment on index app.consent_by_candidate is 'Serves the history of a person';
create index consent_by_notice on app.consent (notice);
comment on index app.consent_by_notice is 'Serves the foreign key to app.notice';

insert into app.consent
  (given_at, withdrawn_at, candidate, purpose, channel, recorded_by, withdrawn_channel, withdrawn_by)
select given_on::timestamp at time zone 'Europe/Paris', withdrawn_on::timestamp at time zone 'Europe/Paris',
  candidate, purpose, source, 'import',
  case when withdrawn_on is not null then 'import' end, case when withdrawn_on is not null then 'import' end
from app.consent_before;
drop table app.consent_before;

-- An agreement is never changed nor removed by itself, only withdrawn.
revoke update, delete on app.consent from vivier_nightly;
grant update (withdrawn_at, withdrawn_channel, withdrawn_by) on app.consent to vivier_nightly;

create function app.agreeing(purpose text, on_date date) returns table (candidate text)
language sql stable as $$
  select distinct n.candidate from app.consent n
  where n.purpose = $1 and n.withdrawn_at is null
    and n.given_at < ($2 + 1)::timestamp at time zone 'Europe/Paris'
    and (n.until is null or n.until >= $2)
$$;
comment on function app.agreeing is
  'Who agrees to a purpose on a day: given by then, not run out, not withdrawn at whatever moment. Absent means no';

create function app.agrees(candidate text, purpose text, on_date date) returns boolean
language sql stable as $$
  select exists (select from app.agreeing($2, $3) a where a.candidate = $1)
$$;
comment on function app.agrees is 'Whether a candidate agrees to a purpose on a day; what app.agreeing says of one';

-- A company is hidden from for a reason, by somebody, until the talent lifts it.
alter table app.invisible_to
  add column told_at timestamptz not null default now(),
  add column lifted_at timestamptz,
  add column reason text not null default 'asked',
  add column told_by text not null default 'import',
  add column lifted_by text,
  add constraint invisible_to_reason_known check (reason in ('asked', 'employer')),
  add constraint invisible_to_lifting_is_told check ((lifted_at is null) = (lifted_by is null));
comment on table app.invisible_to is 'Companies that must never see a candidate, with every establishment of theirs';
comment on column app.invisible_to.reason is
  'asked by the talent; employer: the present work-study employer, hidden from unless the talent lifts it';

create function app.is_hidden(candidate text, siren text) returns boolean
language sql stable as $$
  select exists (
    select from app.invisible_to i where i.candidate = $1 and i.siren = $2 and i.lifted_at is null)
$$;
comment on function app.is_hidden is 'Whether a company must not see a candidate';

create or replace function match.profile_of(candidates text[]) returns setof match.profile
language sql stable as $$
  select c.id, c.level_held, c.level_prepared, c.diploma, c.diploma_on, c.available_on, c.minimum_pay,
    c.contracts, c.occupations, coalesce(d.occupations, '{}'),
    coalesce(s.skills, '{}'), coalesce(s.proficiencies, '{}'), coalesce(s.evidences, '{}'),
    coalesce(l.languages, '{}'), coalesce(l.levels, '{}'),
    coalesce(a.kinds, '{}'), coalesce(a.codes, '{}'), coalesce(a.radii, '{}'),
    c.missions, c.sectors, coalesce(i.sirens, '{}')
  from app.candidate c
  left join lateral (
    select array_agg(o.occupation order by o.occupation) as occupations
    from ref.certification_occupation o
    where o.edition = (select id from ref.current_edition where set_name = 'rncp')
      and o.certification = c.diploma) d on true
  left join lateral (
    select array_agg(k.skill order by k.skill) as skills,
      array_agg(k.proficiency order by k.skill) as proficiencies,
      array_agg(k.evidence order by k.skill) as evidences
    from app.candidate_skill k where k.candidate = c.id) s on true
  left join lateral (
    select array_agg(k.language order by k.language) as languages,
      array_agg(k.level order by k.language) as levels
    from app.candidate_language k where k.candidate = c.id) l on true
  left join lateral (
    select array_agg(k.kind order by k.position) as kinds,
      array_agg(coalesce(k.code, '') order by k.position) as codes,
      array_agg(coalesce(k.radius_km, 0::smallint) order by k.position) as radii
    from app.candidate_area k where k.candidate = c.id) a on true
  left join lateral (
    select array_agg(k.siren order by k.siren) as sirens
    from app.invisible_to k where k.candidate = c.id and k.lifted_at is null) i on true
  where c.id = any(candidates)
$$;

-- Mutual interest. What a side agreed to reveal stands in its own row, with the notice it had read.
create table match.interest (
  id bigint generated always as identity primary key,
  tells_lead boolean not null,
  recorded_at timestamptz not null,
  withdrawn_at timestamptz,
  siren text not null,
  position text not null,
  candidate text not null references app.candidate on delete cascade,
  party text not null,
  contact text references app.contact on delete set null,
  reveals text[] not null,
  notice text references app.notice on delete restrict,
  channel text not null,
  recorded_by text not null,
  withdrawn_by text,
  constraint interest_position_fkey
    foreign key (siren, position) references app.position (siren, id) on delete cascade,
  constraint interest_party_known check (party in ('company', 'candidate')),
  constraint interest_contact_is_of_a_company check (party = 'company' or contact is null),
  constraint interest_reveals_known check (reveals <@ array['name', 'mail']),
  constraint interest_reveals_something check (cardinality(reveals) > 0),
  constraint interest_withdrawal_is_told check ((withdrawn_at is null) = (withdrawn_by is null)),
  constraint interest_withdrawn_after_recorded check (withdrawn_at >= recorded_at)
);
comment on table match.interest is
  'That one side wants to meet the other, and exactly what it agreed to reveal; changed only by being withdrawn';
comment on column match.interest.contact is 'Who answers for the company: what is revealed is theirs';
comment on column match.interest.tells_lead is 'Whether the lead of the territory may be told by name; both sides must agree';
create unique index interest_one_stands on match.interest (siren, position, candidate, party)
  where withdrawn_at is null;
comment on index match.interest_one_stands is 'A side has one standing interest in a pair';
create index interest_by_candidate on match.interest (candidate);
comment on index match.interest_by_candidate is 'Serves the foreign key to app.candidate';
create index interest_by_contact on match.interest (contact);
comment on index match.interest_by_contact is 'Serves the foreign key to app.contact';
create index interest_by_notice on match.interest (notice);
comment on index match.interest_by_notice is 'Serves the foreign key to app.notice';
revoke update, delete on match.interest from vivier_nightly;
grant update (withdrawn_at, withdrawn_by) on match.interest to vivier_nightly;

create table match.introduction (
  id text primary key,
  company_interest bigint not null references match.interest on delete cascade,
  candidate_interest bigint not null references match.interest on delete cascade,
  made_at timestamptz not null,
  siren text not null,
  position text not null,
  candidate text not null references app.candidate on delete cascade,
  constraint introduction_interests_key unique (company_interest, candidate_interest),
  constraint introduction_position_fkey
    foreign key (siren, position) references app.position (siren, id) on delete cascade
);
comment on table match.introduction is
  'That both sides of a pair said yes. It stands while both interests do; what is revealed stands there';
create index introduction_by_candidate on match.introduction (candidate);
comment on index match.introduction_by_candidate is 'Serves the foreign key to app.candidate';
create index introduction_by_candidate_interest on match.introduction (candidate_interest);
comment on index match.introduction_by_candidate_interest is 'Serves the foreign key to match.interest';
create index introduction_by_position on match.introduction (siren, position);
comment on index match.introduction_by_position is 'Serves the foreign key to app.position';
revoke update, delete on match.introduction from vivier_nightly;

create function match.standing_introductions(on_date date) returns table (
  id text, made_at timestamptz, siren text, "position" text, candidate text, contact text,
  company_reveals text[], candidate_reveals text[], tells_lead boolean,
  company_notice text, candidate_notice text)
language sql stable as $$
  select d.id, d.made_at, d.siren, d.position, d.candidate, c.contact, c.reveals, t.reveals,
    c.tells_lead and t.tells_lead, c.notice, t.notice
  from match.introduction d
  join match.interest c on c.id = d.company_interest and c.withdrawn_at is null
  join match.interest t on t.id = d.candidate_interest and t.withdrawn_at is null
  join app.candidate k on k.id = d.candidate and k.state = 'open'
  join app.agreeing('matching', $1) m on m.candidate = d.candidate
  join app.agreeing('introduction', $1) i on i.candidate = d.candidate
  where not app.is_hidden(d.candidate, d.siren)
$$;
comment on function match.standing_introductions is
  'The introductions that hold on a day: both interests stand, the talent still agrees and is hidden from nobody in it';

-- Who read whose name.
create table app.name_read (
  id bigint generated always as identity primary key,
  person_kind text not null,
  person text not null,
  reader text not null,
  purpose text not null,
  read_at timestamptz not null,
  constraint name_read_person_kind_known check (person_kind in ('candidate', 'contact'))
);
comment on table app.name_read is 'Every time the name or address of a person was shown, to whom and what for; its owner may read it';
create index name_read_by_person on app.name_read (person_kind, person, read_at);
comment on index app.name_read_by_person is 'Serves vivier name-read list';
revoke update, delete on app.name_read from vivier_nightly;

-- The only way to a name: what the other side of an introduction agreed to, no more, and each reading is noted.
create function app.reveal(introductions text[], reader_kind text, reader text, on_date date, at timestamptz)
returns table (
  introduction text, person_kind text, person text, given_name text, family_name text,
  civility text, role text, email text)
language sql security definer set search_path = pg_catalog, app, pg_temp as $$
  with shown as materialized (
    select d.id as introduction, 'candidate' as person_kind, i.candidate as person,
      case when 'name' = any(d.candidate_reveals) then i.given_name end as given_name,
      case when 'name' = any(d.candidate_reveals) then i.family_name end as family_name,
      null as civility, null as role,
      case when 'mail' = any(d.candidate_reveals) and $2 <> 'lead' then i.email end as email
    from match.standing_introductions($4) d
    join app.candidate_identity i on i.candidate = d.candidate
    where d.id = any($1)
      and ($2 = 'contact' and d.contact = $3 or $2 = 'lead' and d.tells_lead)
    union all
    select d.id, 'contact', k.id, null,
      case when 'name' = any(d.company_reveals) then k.name end,
      case when 'name' = any(d.company_reveals) then k.civility end,
      case when 'name' = any(d.company_reveals) then k.role end,
      case when 'mail' = any(d.company_reveals) and $2 <> 'lead' then k.email end
    from match.standing_introductions($4) d
    join app.contact k on k.id = d.contact
    where d.id = any($1)
      and ($2 = 'candidate' and d.candidate = $3 or $2 = 'lead' and d.tells_lead)
  ),
  noted as (
    insert into app.name_read (person_kind, person, reader, purpose, read_at)
    select s.person_kind, s.person, $2 || ' ' || $3, 'introduction ' || s.introduction, $5
    from shown s
  )
  select s.introduction, s.person_kind, s.person, s.given_name, s.family_name, s.civility, s.role, s.email
  from shown s
$$;
comment on function app.reveal is
  'What introductions reveal to a reader (contact, candidate or lead), as each side agreed; writes app.name_read';

-- Who may be written to, and who may still be shown, read in the transaction that sends.
create function mail.may_receive(candidate text, kind text, on_date date) returns boolean
language sql stable as $$
  select case $2
    when 'confirmation' then
      exists (select from app.candidate c where c.id = $1 and c.state = 'open')
      and not exists (select from app.consent n where n.candidate = $1)
    when 'introduction' then
      exists (select from app.candidate c where c.id = $1 and c.state = 'open')
      and app.agrees($1, 'introduction', $3)
    when 'candidate_digest' then
      exists (select from app.candidate c where c.id = $1 and c.state = 'open')
      and app.agrees($1, 'digest', $3)
    when 'closure' then app.agrees($1, 'digest', $3)
    else exists (select from app.candidate c where c.id = $1)
  end
$$;
comment on function mail.may_receive is 'Whether a candidate may be sent a kind of message on a day';

create function mail.gone_from(view jsonb, on_date date) returns table ("position" text, candidate text)
language sql stable as $$
  with told as (
    select item ->> 'position' as "position", item ->> 'candidate' as candidate
    from jsonb_path_query($1, 'strict $.** ? (exists(@.position) && exists(@.candidate))') as item
  )
  select t.position, t.candidate
  from told t
  left join app.position p on p.id = t.position and p.state = 'open'
  left join app.candidate c on c.id = t.candidate and c.state = 'open'
  where p.id is null or c.id is null
    or not app.agrees(t.candidate, 'matching', $2)
    or app.is_hidden(t.candidate, p.siren)
    or exists (
      select from match.refusal r where r.position = t.position and r.candidate = t.candidate)
$$;
comment on function mail.gone_from is
  'The pairs in the view of a message that may not be shown any more: closed, left, hidden or refused since it was composed';

create function mail.ended_in(view jsonb, on_date date) returns table (introduction text)
language sql stable as $$
  select t.told #>> '{}'
  from jsonb_path_query($1, '$.introductions[*].introduction') as t (told)
  where not exists (
    select from match.standing_introductions($2) d where d.id = t.told #>> '{}')
$$;
comment on function mail.ended_in is 'The introductions in the view of a message that do not stand any more';
