-- Companies, their positions, candidates, trainings, consents. Names and addresses of persons stand
-- in two tables only: app.contact and app.candidate_identity.
set local role vivier_owner;

create table app.company (
  siren text primary key,
  name text not null,
  naf text,
  staff integer,
  created_at timestamptz not null default now(),
  constraint company_siren_is_nine_digits check (siren ~ '^\d{9}$'),
  constraint company_staff_not_negative check (staff >= 0)
);
comment on table app.company is 'A legal unit. Everything that belongs to it carries its SIREN as owner';

create table app.establishment (
  siren text not null references app.company on delete cascade,
  siret text not null,
  name text,
  commune text not null,
  content_digest bytea not null,
  primary key (siren, siret),
  constraint establishment_siret_of_company check (siret ~ '^\d{14}$' and left(siret, 9) = siren)
);
create unique index establishment_siret_key on app.establishment (siret);
comment on column app.establishment.content_digest is 'SHA-256 of the imported row: an unchanged row changes nothing';

create table app.contact (
  id text primary key,
  siren text not null,
  siret text not null,
  email text not null,
  civility text,
  name text,
  role text,
  constraint contact_owner_key unique (siren, siret, email),
  constraint contact_civility_known check (civility in ('M.', 'Mme')),
  constraint contact_establishment_fkey
    foreign key (siren, siret) references app.establishment on delete cascade
);
comment on table app.contact is 'Who receives the digests of an establishment (personal data)';

create table app.position (
  id text primary key,
  siren text not null,
  siret text not null,
  reference text not null,
  title text not null,
  occupation text,
  rome_edition integer not null references ref.edition,
  minimum_level smallint,
  contracts text[] not null default '{}',
  start_on date,
  duration_months smallint,
  pay_min integer,
  pay_max integer,
  mission text,
  sector text,
  commune text not null,
  openings smallint not null default 1,
  state text not null default 'open',
  opened_on date not null,
  content_digest bytea not null,
  constraint position_owner_reference_key unique (siren, siret, reference),
  constraint position_owner_id_key unique (siren, id),
  constraint position_establishment_fkey
    foreign key (siren, siret) references app.establishment on delete cascade,
  constraint position_level_in_range check (minimum_level between 3 and 8),
  constraint position_contracts_known
    check (contracts <@ array['cdi', 'cdd', 'apprentissage', 'professionnalisation']),
  constraint position_pay_in_order check (pay_min <= pay_max),
  constraint position_openings_positive check (openings > 0),
  constraint position_state_known check (state in ('open', 'closed'))
);
comment on column app.position.pay_min is 'Euros a year, gross';
comment on column app.position.rome_edition is 'The edition its occupation and skills were written in';
create index position_by_state on app.position (state, id);
comment on index app.position_by_state is 'Serves snapshot-positions.sql';

create table app.position_skill (
  siren text not null,
  position text not null,
  skill text not null,
  is_required boolean not null,
  importance smallint not null,
  primary key (siren, position, skill),
  constraint position_skill_position_fkey
    foreign key (siren, position) references app.position (siren, id) on delete cascade,
  constraint position_skill_importance_in_range check (importance between 1 and 5)
);
create index position_skill_by_position on app.position_skill (position);
comment on index app.position_skill_by_position is 'Serves snapshot-positions.sql';

create table app.position_language (
  siren text not null,
  position text not null,
  language text not null,
  level smallint not null,
  is_required boolean not null,
  reason text,
  primary key (siren, position, language),
  constraint position_language_position_fkey
    foreign key (siren, position) references app.position (siren, id) on delete cascade,
  constraint position_language_level_in_range check (level between 1 and 6),
  constraint position_language_required_has_reason check (not is_required or reason is not null)
);
create index position_language_by_position on app.position_language (position);
comment on index app.position_language_by_position is 'Serves snapshot-positions.sql';
comment on column app.position_language.level is 'CEFR: 1 is A1, 6 is C2';

create table app.candidate (
  id text primary key,
  source text not null,
  reference text not null,
  level_held smallint,
  level_prepared smallint,
  diploma text,
  diploma_on date,
  available_on date,
  minimum_pay integer,
  contracts text[] not null default '{}',
  occupations text[] not null default '{}',
  missions text[] not null default '{}',
  sectors text[] not null default '{}',
  rome_edition integer not null references ref.edition,
  state text not null default 'open',
  content_digest bytea not null,
  constraint candidate_source_reference_key unique (source, reference),
  constraint candidate_level_held_in_range check (level_held between 3 and 8),
  constraint candidate_level_prepared_in_range check (level_prepared between 3 and 8),
  constraint candidate_contracts_known
    check (contracts <@ array['cdi', 'cdd', 'apprentissage', 'professionnalisation']),
  constraint candidate_state_known check (state in ('open', 'closed'))
);
comment on table app.candidate is 'What a young talent declared for the matching: codes only';
comment on column app.candidate.source is 'Who entered it: the SIRET of a CFA or school, or self';
comment on column app.candidate.occupations is 'ROME 4 occupations wished, best first';

create table app.candidate_identity (
  candidate text primary key references app.candidate on delete cascade,
  given_name text,
  family_name text,
  email text
);
comment on table app.candidate_identity is 'Names and address of a candidate (personal data); never read by the matching';

create table app.candidate_skill (
  candidate text not null references app.candidate on delete cascade,
  skill text not null,
  proficiency smallint not null,
  evidence text not null,
  primary key (candidate, skill),
  constraint candidate_skill_proficiency_in_range check (proficiency between 1 and 4),
  constraint candidate_skill_evidence_known
    check (evidence in ('declared', 'project', 'taught', 'certified', 'attested'))
);

create table app.candidate_language (
  candidate text not null references app.candidate on delete cascade,
  language text not null,
  level smallint not null,
  primary key (candidate, language),
  constraint candidate_language_level_in_range check (level between 1 and 6)
);

create table app.candidate_area (
  candidate text not null references app.candidate on delete cascade,
  position smallint not null,
  kind text not null,
  code text,
  radius_km smallint,
  primary key (candidate, position),
  constraint candidate_area_kind_known
    check (kind in ('circle', 'territory', 'department', 'region', 'country')),
  constraint candidate_area_has_code check ((kind = 'country') = (code is null)),
  constraint candidate_area_circle_has_radius
    check ((kind = 'circle') = (radius_km is not null) and coalesce(radius_km, 1) between 1 and 1000)
);
comment on table app.candidate_area is 'Where a candidate declared to search: a filter of their own, never a source of points';

create table app.consent (
  candidate text not null references app.candidate on delete cascade,
  purpose text not null,
  given_on date not null,
  source text not null,
  withdrawn_on date,
  primary key (candidate, purpose),
  constraint consent_purpose_known check (purpose in ('matching', 'digest')),
  constraint consent_withdrawn_after_given check (withdrawn_on >= given_on)
);
comment on table app.consent is 'What a candidate agreed to, when, and through whom; absent means no';

create table app.invisible_to (
  candidate text not null references app.candidate on delete cascade,
  siren text not null,
  primary key (candidate, siren),
  constraint invisible_to_siren_is_nine_digits check (siren ~ '^\d{9}$')
);
comment on table app.invisible_to is 'Companies that must never see a candidate';

create table app.provider (
  siret text primary key,
  name text not null,
  constraint provider_siret_is_fourteen_digits check (siret ~ '^\d{14}$')
);
comment on table app.provider is 'A CFA or school that tells its trainings to us. Its rows carry its SIRET as owner';

create table app.training (
  id text primary key,
  provider text not null references app.provider on delete cascade,
  reference text not null,
  certification text,
  title text not null,
  level smallint,
  commune text not null,
  occupations text[] not null default '{}',
  content_digest bytea not null,
  constraint training_owner_reference_key unique (provider, reference),
  constraint training_owner_id_key unique (provider, id),
  constraint training_level_in_range check (level between 3 and 8)
);

create table app.training_skill (
  provider text not null,
  training text not null,
  skill text not null,
  primary key (provider, training, skill),
  constraint training_skill_training_fkey
    foreign key (provider, training) references app.training (provider, id) on delete cascade
);
create index training_skill_by_skill on app.training_skill (skill);
comment on index app.training_skill_by_skill is 'Serves closing-trainings.sql';

create table app.training_session (
  provider text not null,
  training text not null,
  starts_on date not null,
  ends_on date,
  capacity smallint,
  remaining smallint,
  told_on date,
  primary key (provider, training, starts_on),
  constraint training_session_training_fkey
    foreign key (provider, training) references app.training (provider, id) on delete cascade,
  constraint training_session_in_order check (starts_on <= ends_on),
  constraint training_session_remaining_within_capacity check (remaining between 0 and capacity),
  constraint training_session_remaining_has_date check (remaining is null or told_on is not null)
);
comment on column app.training_session.told_on is 'The day the provider told the remaining places';
