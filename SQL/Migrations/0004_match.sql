-- What the night reads, decides and lists. Codes only.
set local role vivier_owner;

create table match.profile (
  candidate text primary key references app.candidate on delete cascade,
  level_held smallint,
  level_prepared smallint,
  diploma text,
  diploma_on date,
  available_on date,
  minimum_pay integer,
  contracts text[] not null,
  occupations text[] not null,
  diploma_occupations text[] not null,
  skills text[] not null,
  proficiencies smallint[] not null,
  evidences text[] not null,
  languages text[] not null,
  language_levels smallint[] not null,
  area_kinds text[] not null,
  area_codes text[] not null,
  area_radii smallint[] not null,
  missions text[] not null,
  sectors text[] not null,
  invisible_to text[] not null
);
comment on table match.profile is
  'One array row a candidate, made by match.refresh_profile with each change: the form the snapshot copies out';

create function match.profile_of(candidates text[]) returns setof match.profile
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
    from app.invisible_to k where k.candidate = c.id) i on true
  where c.id = any(candidates)
$$;
comment on function match.profile_of is 'The array rows of these candidates, from the rows that are the truth';

create function match.refresh_profile(candidates text[]) returns void
language sql as $$
  delete from match.profile where candidate = any(candidates);
  insert into match.profile select * from match.profile_of(candidates);
$$;
comment on function match.refresh_profile is 'Called in the transaction of whoever changes a candidate';

create table match.run (
  id bigint generated always as identity primary key,
  kind text not null,
  business_date date not null,
  territories text[] not null,
  state text not null default 'claimed',
  method text not null,
  week text not null,
  tie_key bytea not null,
  vintage text,
  editions jsonb not null,
  input_digest bytea,
  figures jsonb not null default '{}',
  started_at timestamptz not null,
  finished_at timestamptz,
  constraint run_kind_date_territories_key unique (kind, business_date, territories),
  constraint run_kind_known check (kind in ('nightly')),
  constraint run_state_known check (state in
    ('claimed', 'snapshot', 'match', 'allocate', 'record', 'compose', 'finished')),
  constraint run_finished_has_time check ((state = 'finished') = (finished_at is not null))
);
comment on table match.run is 'One run a kind, business date and list of territories';
comment on column match.run.territories is 'The territories this run covers, sorted; none stands for positions outside any';
comment on column match.run.state is 'The last step that is committed; finished after the report';
comment on column match.run.input_digest is 'SHA-256 of the snapshot: the same input gives the same lists';

create table match.run_territory (
  kind text not null,
  business_date date not null,
  territory text not null,
  run bigint not null references match.run on delete cascade,
  primary key (kind, business_date, territory)
);
comment on table match.run_territory is 'Which run covers a territory on a date: one at most';

create table match.run_step (
  run bigint not null references match.run on delete cascade,
  step text not null,
  ordinal smallint not null,
  milliseconds bigint not null,
  figures jsonb not null default '{}',
  committed_at timestamptz not null,
  primary key (run, step)
);
comment on table match.run_step is 'How long each step took and what it counted';

create table match.run_snapshot (
  run bigint not null references match.run on delete cascade,
  part integer not null,
  bytes bytea not null,
  primary key (run, part)
);
comment on table match.run_snapshot is 'The frozen input of a run in parts of 8 MB: codes only; kept 30 days';

create table match.listing (
  run bigint not null references match.run on delete cascade,
  position text not null,
  candidate text not null,
  list text not null,
  rank smallint not null,
  slot smallint,
  score integer not null,
  side_position integer not null,
  side_candidate integer not null,
  required_met smallint not null,
  required_of smallint not null,
  desired_met smallint not null,
  desired_of smallint not null,
  away_kind text,
  away_id text,
  primary key (run, position, candidate),
  constraint listing_list_known check (list in ('match', 'near')),
  constraint listing_near_is_one_away check ((list = 'near') = (away_kind is not null)),
  constraint listing_away_known check (away_kind in ('gate', 'skill')),
  constraint listing_score_in_millionths check (score between 0 and 1000000)
);
comment on table match.listing is 'Who a run listed for a position, as codes';
comment on column match.listing.rank is 'Place in the list of the position before allocation, from 1';
comment on column match.listing.slot is 'Place in the short list that is sent, from 1; null when not sent';
create index listing_by_candidate on match.listing (candidate, run);
comment on index match.listing_by_candidate is 'Serves exposures of a candidate in earlier runs';

create table match.refusal (
  position text not null references app.position on delete cascade,
  candidate text not null references app.candidate on delete cascade,
  party text not null,
  reason text not null,
  refused_on date not null,
  primary key (position, candidate, party),
  constraint refusal_party_known check (party in ('company', 'candidate'))
);
comment on table match.refusal is 'A pair that one side refused is not proposed again';
create index refusal_by_candidate on match.refusal (candidate);
comment on index match.refusal_by_candidate is 'Serves snapshot-candidates.sql';

-- An import is followed at once by queries over what it brought: planned without statistics they may
-- take minutes. Only an owner may analyze, and no program connects as one.
create function app.refresh_statistics() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  analyze app.company, app.establishment, app.contact, app.position, app.position_skill,
    app.position_language, app.candidate, app.candidate_identity, app.candidate_skill,
    app.candidate_language, app.candidate_area, app.consent, app.invisible_to, app.provider,
    app.training, app.training_skill, app.training_session, match.profile;
end
$$;
comment on function app.refresh_statistics is 'Statistics of what imports write';
