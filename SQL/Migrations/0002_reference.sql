-- Reference data. Every row carries the edition it came with; a new edition stands beside the old
-- one until app and runs are switched to it. Columns are those of the files in Seeds/reference.
set local role vivier_owner;

create table ref.edition (
  id integer generated always as identity primary key,
  set_name text not null,
  label text not null,
  edition_date date not null,
  publisher text not null,
  licence text not null,
  source text not null,
  checksum bytea not null,
  row_count bigint not null default 0,
  is_current boolean not null default false,
  loaded_at timestamptz not null default now(),
  constraint edition_set_checksum_key unique (set_name, checksum)
);
comment on table ref.edition is 'One loaded edition of one reference set';
comment on column ref.edition.checksum is 'SHA-256 over the checksums of the set''s files: the same files are never loaded twice';
create unique index edition_current_key on ref.edition (set_name) where is_current;
comment on index ref.edition_current_key is 'One current edition a set';

-- communes
create table ref.region (
  edition integer not null references ref.edition on delete cascade,
  code text not null,
  name text not null,
  primary key (edition, code)
);
create table ref.department (
  edition integer not null,
  code text not null,
  region text not null,
  name text not null,
  primary key (edition, code),
  constraint department_region_fkey foreign key (edition, region) references ref.region on delete cascade
);
create table ref.employment_zone (
  edition integer not null references ref.edition on delete cascade,
  code text not null,
  name text not null,
  primary key (edition, code)
);
create table ref.epci (
  edition integer not null references ref.edition on delete cascade,
  siren text not null,
  name text not null,
  kind text not null,
  primary key (edition, siren)
);
create table ref.commune (
  edition integer not null,
  code text not null,
  name text not null,
  kind text not null,
  parent text,
  department text not null,
  region text not null,
  epci text,
  employment_zone text,
  population integer,
  latitude double precision not null,
  longitude double precision not null,
  primary key (edition, code),
  constraint commune_code_is_insee check (code ~ '^(\d{2}|2[AB])\d{3}$'),
  constraint commune_department_fkey foreign key (edition, department) references ref.department on delete cascade
);
comment on column ref.commune.latitude is 'Degrees north of a point inside the commune (not the town hall)';
create table ref.postal_code (
  edition integer not null,
  commune text not null,
  postal_code text not null,
  primary key (edition, postal_code, commune),
  constraint postal_code_commune_fkey foreign key (edition, commune) references ref.commune on delete cascade
);
create table ref.commune_passage (
  edition integer not null,
  old_code text not null,
  new_code text not null,
  primary key (edition, old_code),
  constraint commune_passage_new_fkey foreign key (edition, new_code) references ref.commune on delete cascade
);
comment on table ref.commune_passage is 'Codes of merged communes, to the current one; a current code is never in here';

-- territories: ids of the two vintages must not be joined
create table ref.territory (
  edition integer not null references ref.edition on delete cascade,
  vintage text not null,
  id text not null,
  name text not null,
  valid_from date not null,
  valid_to date not null,
  region text not null,
  population integer,
  latitude double precision not null,
  longitude double precision not null,
  primary key (edition, vintage, id),
  constraint territory_valid_in_order check (valid_from <= valid_to)
);
create table ref.territory_commune (
  edition integer not null,
  vintage text not null,
  territory text not null,
  commune text not null,
  primary key (edition, vintage, commune, territory),
  constraint territory_commune_territory_fkey
    foreign key (edition, vintage, territory) references ref.territory on delete cascade
);
create table ref.territory_grouping (
  edition integer not null,
  vintage text not null,
  territory text not null,
  siren text not null,
  name text not null,
  kind text not null,
  primary key (edition, vintage, territory, siren),
  constraint territory_grouping_territory_fkey
    foreign key (edition, vintage, territory) references ref.territory on delete cascade
);

-- ROME 4
create table ref.rome4_occupation (
  edition integer not null references ref.edition on delete cascade,
  code text not null,
  label text not null,
  parent text not null,
  domain text not null,
  domain_label text not null,
  major_domain text not null,
  primary key (edition, code)
);
comment on column ref.rome4_occupation.parent is 'The ROME 3 occupation it derives from: the bridge to the skill links';
create table ref.rome4_occupation_title (
  edition integer not null,
  ogr text not null,
  occupation text not null,
  label text not null,
  primary key (edition, ogr),
  constraint rome4_occupation_title_fkey
    foreign key (edition, occupation) references ref.rome4_occupation on delete cascade
);
create table ref.rome4_sector (
  edition integer not null references ref.edition on delete cascade,
  code text not null,
  label text not null,
  primary key (edition, code)
);
create table ref.rome4_occupation_sector (
  edition integer not null,
  occupation text not null,
  sector text not null,
  primary key (edition, occupation, sector)
);
create table ref.rome4_skill_group (
  edition integer not null references ref.edition on delete cascade,
  code text not null,
  parent text,
  kind text not null,
  label text not null,
  primary key (edition, code)
);
create table ref.rome4_skill (
  edition integer not null,
  code text not null,
  label text not null,
  kind text not null,
  "group" text,
  primary key (edition, code)
);

-- ROME 3: its job-skill links and mobility are not in our edition of ROME 4
create table ref.rome3_occupation (
  edition integer not null references ref.edition on delete cascade,
  code text not null,
  label text not null,
  primary key (edition, code)
);
create table ref.rome3_skill (
  edition integer not null references ref.edition on delete cascade,
  code text not null,
  label text not null,
  kind text not null,
  primary key (edition, code)
);
create table ref.rome3_occupation_skill (
  edition integer not null,
  occupation text not null,
  skill text not null,
  level text not null,
  primary key (edition, occupation, skill),
  constraint rome3_occupation_skill_level_known check (level in ('base', 'specific'))
);
create table ref.rome3_mobility (
  edition integer not null,
  occupation text not null,
  target text not null,
  kind text not null,
  primary key (edition, occupation, target),
  constraint rome3_mobility_kind_known check (kind in ('near', 'evolution'))
);
create table ref.rome3_skill_crosswalk (
  edition integer not null,
  rome3 text not null,
  rome4 text not null,
  method text not null,
  primary key (edition, rome3)
);

-- RNCP
create table ref.certification (
  edition integer not null references ref.edition on delete cascade,
  code text not null,
  title text not null,
  level smallint,
  kind text,
  active boolean not null,
  ends_on date,
  primary key (edition, code)
);
create table ref.certification_occupation (
  edition integer not null,
  certification text not null,
  occupation text not null,
  primary key (edition, certification, occupation)
);
create index certification_occupation_by_occupation on ref.certification_occupation (edition, occupation);
comment on index ref.certification_occupation_by_occupation is 'Serves closing-trainings.sql';
create table ref.certification_replacement (
  edition integer not null,
  certification text not null,
  replacement text not null,
  primary key (edition, certification, replacement)
);
create table ref.certification_successor (
  edition integer not null,
  certification text not null,
  successor text not null,
  primary key (edition, certification)
);
comment on table ref.certification_successor is
  'Made at load: the certification in force at the end of the replacement chain. An ended one without successor is not here and closes no gap';

-- training catalogue of November 2020
create table ref.provider (
  edition integer not null references ref.edition on delete cascade,
  siret text not null,
  uai text,
  name text not null,
  primary key (edition, siret)
);
create table ref.training_offer (
  edition integer not null,
  id text not null,
  provider text not null,
  responsible text,
  certification text,
  title text not null,
  level smallint not null,
  commune text not null,
  occupations text,
  latitude double precision,
  longitude double precision,
  primary key (edition, id)
);
create index training_offer_by_certification on ref.training_offer (edition, certification);
comment on index ref.training_offer_by_certification is 'Serves closing-trainings.sql';

-- rules of the programme
create table ref.programme_rule (
  edition integer not null references ref.edition on delete cascade,
  rule text not null,
  version text not null,
  valid_from date not null,
  valid_to date,
  minimum integer,
  low_reading integer,
  high_reading integer,
  unit text,
  source text not null,
  checked_on date not null,
  doubt text,
  text_fr text not null,
  primary key (edition, rule, version)
);
comment on table ref.programme_rule is 'Dated, sourced rules; two readings where sources disagree';

-- made from the loaded data, never read from a file
create table ref.skill_weight (
  edition integer not null references ref.edition on delete cascade,
  skill text not null,
  occupations integer not null,
  idf integer not null,
  primary key (edition, skill)
);
comment on column ref.skill_weight.idf is 'ln((N + 1) / (n + 1)) + 1 over ROME 3 occupations, in 1/65536, rounded';
create table ref.skill_near (
  edition integer not null references ref.edition on delete cascade,
  skill text not null,
  near text not null,
  credit integer not null,
  primary key (edition, skill, near),
  constraint skill_near_credit_in_millionths check (credit between 1 and 999999)
);
comment on table ref.skill_near is 'The ten skills that most often stand beside a skill in ROME 3 occupations, with the credit each earns';

create view ref.current_edition as
  select set_name, id from ref.edition where is_current;

-- The canonical skill: the ROME 4 one where a crosswalk exists, else the ROME 3 one.
create view ref.skill as
  select 'rome4:' || s.code as skill, s.label, s.kind, s."group"
  from ref.rome4_skill s
  where s.edition = (select id from ref.current_edition where set_name = 'rome4')
  union all
  select 'rome3:' || s.code, s.label, s.kind, null
  from ref.rome3_skill s
  where s.edition = (select id from ref.current_edition where set_name = 'rome3')
    and not exists (
      select from ref.rome3_skill_crosswalk c where c.edition = s.edition and c.rome3 = s.code);
comment on view ref.skill is 'The skills of the current editions under their canonical key, source:code';

create view ref.occupation_skill as
  select l.occupation, coalesce('rome4:' || c.rome4, 'rome3:' || l.skill) as skill,
    bool_or(l.level = 'base') as is_base
  from ref.rome3_occupation_skill l
  left join ref.rome3_skill_crosswalk c on c.edition = l.edition and c.rome3 = l.skill
  where l.edition = (select id from ref.current_edition where set_name = 'rome3')
  group by 1, 2;
comment on view ref.occupation_skill is 'ROME 3 occupations and their skills under canonical keys';

grant select on all tables in schema ref to vivier_nightly;
