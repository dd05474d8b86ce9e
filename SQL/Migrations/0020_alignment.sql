-- What the alignment of trainings with demand keeps: what CFA say they teach, the jobs of tomorrow, and
-- the demand that others measure.
set local role vivier_owner;

create table app.training_content (
  provider text not null,
  training text not null,
  skill text not null,
  is_taught boolean not null,
  told_on date not null,
  told_by text not null,
  primary key (provider, training, skill),
  constraint training_content_provider_is_fourteen_digits check (provider ~ '^\d{14}$')
);
comment on table app.training_content is
  'What a CFA said of the content of one of its trainings; it stands above what the register lets conclude, and outlasts imports and editions';
comment on column app.training_content.training is 'The id of a training, or of an offer of the catalogue of 2020';

create table app.need (
  id text primary key,
  siren text not null,
  siret text not null,
  reference text not null,
  occupation text not null,
  rome_edition integer not null references ref.edition,
  level smallint not null,
  number smallint not null,
  by_on date not null,
  told_on date not null,
  told_by text not null,
  constraint need_owner_reference_key unique (siren, siret, reference),
  constraint need_establishment_fkey
    foreign key (siren, siret) references app.establishment on delete cascade,
  constraint need_level_in_range check (level between 3 and 7),
  constraint need_number_positive check (number > 0)
);
comment on table app.need is
  'Jobs of tomorrow that a company told in confidence: counted in alignments by horizon, never shown to candidates nor by company';
comment on column app.need.by_on is 'When the people should be there';
create index need_by_edition on app.need (rome_edition);
comment on index app.need_by_edition is 'Serves the foreign key';

-- the survey of recruitment projects (BMO), by family of occupations and basin
create table ref.basin (
  edition integer not null references ref.edition on delete cascade,
  code text not null,
  name text not null,
  primary key (edition, code)
);
comment on table ref.basin is 'The employment basins of France Travail';
create table ref.basin_commune (
  edition integer not null,
  commune text not null,
  basin text not null,
  primary key (edition, commune),
  constraint basin_commune_basin_fkey
    foreign key (edition, basin) references ref.basin on delete cascade
);
create table ref.occupation_family (
  edition integer not null references ref.edition on delete cascade,
  code text not null,
  label text not null,
  primary key (edition, code)
);
comment on table ref.occupation_family is 'The families of occupations (FAP 2021) the survey counts by';
create table ref.occupation_family_member (
  edition integer not null,
  family text not null,
  occupation text not null,
  primary key (edition, occupation, family),
  constraint occupation_family_member_fkey
    foreign key (edition, family) references ref.occupation_family on delete cascade
);
comment on table ref.occupation_family_member is
  'Derived, not official: which ROME 3 occupations a family holds, through FAP 2009';
create table ref.recruitment_project (
  edition integer not null,
  family text not null,
  basin text not null,
  projects integer,
  difficult integer,
  seasonal integer,
  primary key (edition, basin, family),
  constraint recruitment_project_basin_fkey
    foreign key (edition, basin) references ref.basin on delete cascade
);
comment on table ref.recruitment_project is 'Hires that employers planned for the year of the edition; null where statistical secrecy hides the number';

-- the tension of occupations (Dares)
create table ref.tension (
  edition integer not null references ref.edition on delete cascade,
  occupation text not null,
  basin text not null,
  tension smallint not null,
  primary key (edition, basin, occupation),
  constraint tension_is_a_class check (tension between 1 and 5)
);
comment on table ref.tension is 'How hard it is to hire, by ROME 3 occupation and basin: classes from 1 (low) to 5 (high)';

grant select on ref.basin, ref.basin_commune, ref.occupation_family, ref.occupation_family_member,
  ref.recruitment_project, ref.tension to vivier_nightly;

-- what a company told in confidence is for the night alone, and for itself
call app.guard('app.training_content', '*', 'provider, training, skill, is_taught, told_on',
  'provider in (select app.visible_providers())');
call app.guard('app.need', null, 'id, siren, siret, reference, occupation, level, number, by_on, told_on',
  $$siren = (select app.reader('company'))$$);
