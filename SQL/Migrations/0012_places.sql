-- What people know of territories, and of establishments: whether they are industry, whom they hired, which aids they had.
set local role vivier_owner;

-- territories: ids mean something in their vintage only, and editions of reference data come and go
create table app.territory (
  vintage text not null,
  territory text not null,
  is_pilot boolean,
  axes text[] not null default '{}',
  welcome text,
  primary key (vintage, territory),
  constraint territory_vintage_is_years check (vintage ~ '^\d{4}-\d{4}$'),
  constraint territory_id_has_its_form check (territory ~ '^ti-\d{4}$'),
  constraint territory_axes_known check (axes <@ array['attirer', 'recruter', 'innover', 'simplifier',
    'competences', 'innovation', 'foncier', 'transition_ecologique']),
  constraint territory_welcome_is_short check (char_length(welcome) between 1 and 600)
);
comment on table app.territory is 'What the lead of a territory tells about it. Everything that belongs to it carries vintage and id as owner';
comment on column app.territory.is_pilot is 'Null where nobody told';
comment on column app.territory.axes is 'The axes of the programme, in the order the territory ranks them';

create table app.territory_sector (
  vintage text not null,
  territory text not null,
  rank smallint not null,
  naf text not null,
  naf_version text not null,
  primary key (vintage, territory, naf_version, naf),
  constraint territory_sector_rank_key unique (vintage, territory, rank),
  constraint territory_sector_territory_fkey
    foreign key (vintage, territory) references app.territory on delete cascade,
  constraint territory_sector_naf_has_its_form check (naf ~ '^\d{2,4}$|^\d{4}[A-Z]$'),
  constraint territory_sector_naf_version_known check (naf_version in ('NAFRev2', 'NAF2025'))
);
comment on table app.territory_sector is 'The key sectors of a territory: divisions, groups, classes or single activities of the NAF, the first first';

create table app.territory_change (
  id bigint generated always as identity primary key,
  vintage text not null,
  territory text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  what text not null,
  before text,
  after text,
  constraint territory_change_territory_fkey
    foreign key (vintage, territory) references app.territory on delete cascade,
  constraint territory_change_changes_something check (before is distinct from after)
);
comment on table app.territory_change is 'Who changed what of a territory, and when; of persons the id of their contact only';
create index territory_change_by_territory on app.territory_change (vintage, territory, id);
comment on index app.territory_change_by_territory is 'Serves the log of vivier territory edit';
revoke update, delete on app.territory_change from vivier_nightly;

insert into app.territory (vintage, territory, is_pilot)
values ('2018-2022', 'ti-7505', true), ('2018-2022', 'ti-9303', true);
insert into app.territory_change (vintage, territory, changed_at, changed_by, what, after)
select vintage, territory, now(), 'migration', 'pilot', 'yes' from app.territory;

-- contacts of territories: project leads, and the pairs of an elected person and an industrialist
alter table app.contact
  alter column siren drop not null,
  alter column siret drop not null,
  alter column email drop not null,
  add column vintage text,
  add column territory text,
  add column part text,
  add column pair smallint,
  add column region text,
  add constraint contact_territory_fkey
    foreign key (vintage, territory) references app.territory on delete cascade,
  add constraint contact_has_one_owner check (
    (siren is not null and siret is not null and vintage is null and territory is null and email is not null)
    or (siren is null and siret is null and vintage is not null and territory is not null)),
  add constraint contact_part_known check (part in ('lead', 'elected', 'industrialist')),
  add constraint contact_part_of_territory check ((part is not null) = (territory is not null)),
  add constraint contact_pair_of_part check ((pair is not null) = coalesce(part in ('elected', 'industrialist'), false)),
  add constraint contact_pair_positive check (pair > 0),
  add constraint contact_pair_key unique (vintage, territory, pair, part),
  add constraint contact_region_of_territory check (region is null or territory is not null),
  add constraint contact_of_territory_is_named check (territory is null or name is not null);
comment on table app.contact is 'Who receives the digests of an establishment, and who speaks for a territory (personal data)';
comment on column app.contact.part is 'What a person is to a territory: its project lead, or one of a local pair';
comment on column app.contact.pair is 'Which local pair of the territory, from 1';
comment on column app.contact.region is 'The region a person speaks for, in a territory that spans several';

-- activities in their version, of the establishment itself
alter table app.company
  add column naf_version text,
  add constraint company_naf_version_known check (naf_version in ('NAFRev2', 'NAF2025'));
alter table app.establishment
  add column naf text,
  add column naf_version text,
  add constraint establishment_naf_version_known check (naf_version in ('NAFRev2', 'NAF2025'));
update app.company set naf_version = case when naf like '%Y' then 'NAF2025' else 'NAFRev2' end
where naf is not null;
update app.establishment e set naf = c.naf, naf_version = c.naf_version
from app.company c where c.siren = e.siren;
alter table app.company
  add constraint company_naf_has_version check ((naf is null) = (naf_version is null));
alter table app.establishment
  add constraint establishment_naf_has_version check ((naf is null) = (naf_version is null));

create table app.industry_decision (
  id bigint generated always as identity primary key,
  siren text not null,
  siret text not null,
  is_industry boolean,
  decided_at timestamptz not null,
  decided_by text not null,
  reason text not null,
  constraint industry_decision_establishment_fkey
    foreign key (siren, siret) references app.establishment on delete cascade,
  constraint industry_decision_has_reason check (reason ~ '\S')
);
comment on table app.industry_decision is 'What a person decided: whether an establishment is industry or serves it. The last one holds';
comment on column app.industry_decision.is_industry is 'Null takes earlier decisions back: the activity decides again';
create index industry_decision_by_establishment on app.industry_decision (siren, siret, id);
comment on index app.industry_decision_by_establishment is 'Serves app.establishment_industry';
revoke update, delete on app.industry_decision from vivier_nightly;

-- What each establishment does, and what a person decided of it; read under the rights of the reader.
create view app.establishment_industry with (security_invoker = true) as
select e.siren, e.siret, coalesce(e.naf, c.naf) as naf,
  case when e.naf is null then c.naf_version else e.naf_version end as naf_version,
  (
    select d.is_industry from app.industry_decision d
    where d.siren = e.siren and d.siret = e.siret order by d.id desc limit 1) as decided
from app.establishment e
join app.company c using (siren);
comment on view app.establishment_industry is 'The activity of each establishment, else of its company, and the last decision of a person';

alter table app.candidate add column apprenticeship_eligible boolean;
comment on column app.candidate.apprenticeship_eligible is
  'Whether the candidate says that the law lets them sign a contrat d''apprentissage; null: not told. A birth date is never asked';

-- hires and aids
create table app.hire (
  id text primary key,
  siren text not null,
  siret text not null,
  ordinal smallint not null,
  position text,
  commune text not null,
  contract text not null,
  duration_months smallint,
  signed_on date,
  hired_on date not null,
  training_starts_on date,
  recorded_at timestamptz not null,
  recorded_by text not null,
  undone_at timestamptz,
  undone_by text,
  constraint hire_owner_key unique (siren, siret, hired_on, ordinal),
  constraint hire_establishment_fkey
    foreign key (siren, siret) references app.establishment on delete cascade,
  constraint hire_position_fkey
    foreign key (siren, position) references app.position (siren, id) on delete set null (position),
  constraint hire_contract_known check (contract in ('cdi', 'cdd', 'apprentissage', 'professionnalisation')),
  constraint hire_duration_positive check (duration_months > 0),
  constraint hire_cdi_has_no_duration check (contract <> 'cdi' or duration_months is null),
  constraint hire_training_of_work_study
    check (training_starts_on is null or contract in ('apprentissage', 'professionnalisation')),
  constraint hire_undone_by_somebody check ((undone_at is null) = (undone_by is null))
);
comment on table app.hire is 'A hire as an operator recorded it, without the person: what the deadlines of the programme are counted from';
comment on column app.hire.ordinal is 'Which of the hires of an establishment on that day, from 1';
comment on column app.hire.commune is 'Where the work is (current code)';
create index hire_by_position on app.hire (siren, position);
comment on index app.hire_by_position is 'Serves the foreign key';

create table app.de_minimis_aid (
  id bigint generated always as identity primary key,
  siren text not null references app.company on delete cascade,
  granted_on date not null,
  amount_eur integer not null,
  label text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  undone_at timestamptz,
  undone_by text,
  constraint de_minimis_aid_amount_positive check (amount_eur > 0),
  constraint de_minimis_aid_has_label check (label ~ '\S'),
  constraint de_minimis_aid_undone_by_somebody check ((undone_at is null) = (undone_by is null))
);
comment on table app.de_minimis_aid is 'De minimis aids a company told it was granted (regulation (EU) 2023/2831)';
create index de_minimis_aid_by_company on app.de_minimis_aid (siren, granted_on);
comment on index app.de_minimis_aid_by_company is 'Serves vivier company aids';
