-- Who may see which rows: the roles beside those of migration 1, sessions of readers, and row-level security.
-- Ops/decisions/0015-row-level-security.md says why; Tests/StoreTests/Access/matrix.txt holds what comes of it.

do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('vivier_staff', 'login'), ('vivier_metrics', 'login'), ('vivier_backup', 'login bypassrls')) as r (name, rights)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      begin
        execute format('create role %I %s', wanted.name, wanted.rights);
      exception
        when duplicate_object or unique_violation then null;  -- another database of this server was first
        when insufficient_privilege then
          raise exception 'role % is missing and % may not create it', wanted.name, current_user
            using hint = 'let an administrator run Ops/roles.sql on this server, then migrate again';
      end;
    end if;
  end loop;
  -- A backup of what row-level security leaves over would look whole.
  if not (select rolbypassrls from pg_roles where rolname = 'vivier_backup') then
    raise exception 'role vivier_backup does not bypass row-level security'
      using hint = 'let an administrator run Ops/roles.sql on this server, then migrate again';
  end if;
end
$$;

set local role vivier_owner;

create schema metrics;
comment on schema metrics is 'Counts for those who watch the service, and nothing else';
grant usage on schema app to vivier_staff, vivier_backup, vivier_metrics;
grant usage on schema ref, match, mail to vivier_staff, vivier_backup;
grant usage on schema audit to vivier_backup;
grant usage on schema ref, match to vivier_portal;
grant usage on schema metrics to vivier_metrics, vivier_backup;

-- sessions: a token lets somebody read as one company, CFA, candidate or territory
create table app.session (
  id bigint generated always as identity primary key,
  kind text not null,
  siren text references app.company on delete cascade,
  provider text references app.provider on delete cascade,
  candidate text references app.candidate on delete cascade,
  vintage text,
  territory text,
  subject text not null generated always as (coalesce(siren, provider, candidate, vintage || ' ' || territory)) stored,
  token_digest bytea not null,
  opened_at timestamptz not null,
  opened_by text not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  constraint session_token_digest_key unique (token_digest),
  constraint session_token_digest_is_sha256 check (octet_length(token_digest) = 32),
  constraint session_has_one_subject check (num_nonnulls(siren, provider, candidate, territory) = 1),
  constraint session_kind_of_subject check (case kind
    when 'company' then siren is not null
    when 'cfa' then provider is not null
    when 'candidate' then candidate is not null
    when 'territory' then territory is not null
    else false end),
  constraint session_territory_has_vintage check ((vintage is null) = (territory is null)),
  constraint session_lasts_half_a_day check (expires_at > opened_at and expires_at <= opened_at + interval '12 hours'),
  constraint session_closed_by_somebody check ((closed_at is null) = (closed_by is null))
);
comment on table app.session is 'Who may read as which company, CFA, candidate or territory, until when; the token itself is nowhere';
comment on column app.session.subject is 'SIREN, SIRET of the CFA, id of the candidate, or vintage and territory';
create index session_by_siren on app.session (siren);
create index session_by_provider on app.session (provider);
create index session_by_candidate on app.session (candidate);
comment on index app.session_by_siren is 'Serves the foreign key';
comment on index app.session_by_provider is 'Serves the foreign key';
comment on index app.session_by_candidate is 'Serves the foreign key';
revoke delete on app.session from vivier_nightly;

-- What a transaction reads as is a row that names the transaction: a setting could be set by whoever is to be kept out.
-- The instant stands beside it because a restored server counts transactions anew.
create unlogged table app.session_binding (
  transaction xid8 not null,
  began_at timestamptz not null,
  session bigint not null,
  primary key (transaction, began_at)
);
comment on table app.session_binding is 'Which session a running transaction reads as; only the functions below touch it';
revoke all on app.session_binding from vivier_nightly;

create function app.begin_session(token text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  found record;
begin
  select s.id, s.kind into found
  from app.session s
  where s.token_digest = sha256(convert_to(token, 'UTF8'))
    and s.closed_at is null and s.expires_at > clock_timestamp();
  if found.id is null then
    raise exception 'this session is unknown, closed or expired' using errcode = 'invalid_authorization_specification';
  end if;
  delete from app.session_binding b
  where b.transaction in (
    select o.transaction from app.session_binding o
    where o.transaction < pg_snapshot_xmin(pg_current_snapshot())
    for update skip locked);
  insert into app.session_binding (transaction, began_at, session)
  values (pg_current_xact_id(), transaction_timestamp(), found.id);
  return found.kind;
exception
  when unique_violation then
    raise exception 'this transaction reads as another session already' using errcode = 'active_sql_transaction';
end
$$;
comment on function app.begin_session is 'Lets the running transaction read as the session of this token, and gives its kind';

create function app.reader(wanted text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.subject
  from app.session_binding b
  join app.session s on s.id = b.session
  where b.transaction = pg_current_xact_id_if_assigned() and b.began_at = transaction_timestamp()
    and s.kind = wanted and s.closed_at is null and s.expires_at > clock_timestamp()
$$;
comment on function app.reader is 'As which company, CFA, candidate or territory this transaction reads; null for another kind, and for nobody';

-- Who sees what of those with an owner stands in the next functions, and in the calls of app.guard below.
create function app.latest_runs() returns setof bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.id from match.run r
  where r.state = 'finished'
    and r.business_date = (select max(n.business_date) from match.run n where n.state = 'finished')
$$;
comment on function app.latest_runs is 'The runs of the last finished night';

create function app.visible_communes() returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.code
  from ref.territory_commune t
  join ref.commune c
    on c.edition = (select id from ref.current_edition where set_name = 'communes')
    and t.commune in (c.code, c.parent)
  where t.edition = (select id from ref.current_edition where set_name = 'territories')
    and t.vintage || ' ' || t.territory = (select app.reader('territory'))
$$;
comment on function app.visible_communes is 'The communes of the territory that reads, with their arrondissements';

create function app.visible_positions() returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id from app.position p where p.siren = (select app.reader('company'))
  union all
  select p.id from app.position p where p.state = 'open' and p.commune in (select app.visible_communes())
  union all
  select p.id
  from match.listing l
  join app.position p on p.id = l.position
  where l.run in (select app.latest_runs()) and l.candidate = (select app.reader('candidate'))
    and l.slot is not null and l.list = 'match' and p.state = 'open'
$$;
comment on function app.visible_positions is
  'Of a company its own positions; of a territory the open ones in it; of a candidate those the last night proposed';

create function app.visible_companies() returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select app.reader('company')
  union
  select e.siren from app.establishment e where e.commune in (select app.visible_communes())
  union
  select p.siren from app.position p where p.id in (select app.visible_positions())
$$;
comment on function app.visible_companies is 'Those of the positions that a reader sees, and of the places in a territory';

create function app.visible_providers() returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.siret from app.provider p
  where p.siret = (select app.reader('cfa'))
    or coalesce((select app.reader('company')), (select app.reader('candidate')), (select app.reader('territory')))
      is not null
$$;
comment on function app.visible_providers is 'Of a CFA itself; of other readers all, since trainings are told to be shown to them';

-- Other readers know candidates under codes only: a company those its last digest could show, by the skills they meet and
-- nothing that could single them out, a CFA those it entered. Agreement is read again here, and so is everything that may
-- have changed since the night.
create function app.visible_profiles() returns table (
  code text, "position" text, list text, slot smallint, required_met smallint, required_of smallint, desired_met smallint,
  desired_of smallint, level_held smallint, level_prepared smallint, available_on date, contracts text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with today as (select (now() at time zone 'Europe/Paris')::date as day),
  shown as (
    select p.siren as reader, false as is_theirs, c.id, p.id as position, l.list, l.slot, l.required_met, l.required_of,
      l.desired_met, l.desired_of
    from app.position p
    join match.listing l on l.position = p.id and l.run in (select app.latest_runs()) and l.slot is not null
    join app.candidate c on c.id = l.candidate
    where p.siren = (select app.reader('company')) and p.state = 'open'
      and not app.is_hidden(c.id, p.siren)
      and not exists (select from match.refusal r where r.position = p.id and r.candidate = c.id)
    union all
    select c.source, true, c.id, null, null, null, null, null, null, null
    from app.candidate c where c.source = (select app.reader('cfa'))
    union all
    select c.id, true, c.id, p.id, l.list, null, l.required_met, l.required_of, l.desired_met, l.desired_of
    from app.candidate c
    left join (
      match.listing l
      join app.position p on p.id = l.position and p.state = 'open'
    ) on l.candidate = c.id and l.run in (select app.latest_runs()) and l.slot is not null and l.list = 'match'
    where c.id = (select app.reader('candidate'))
  )
  select app.reader_code(i.secret, s.reader, s.id), s.position, s.list, s.slot, s.required_met, s.required_of,
    s.desired_met, s.desired_of, case when s.is_theirs then c.level_held end,
    case when s.is_theirs then c.level_prepared end, case when s.is_theirs then c.available_on end,
    case when s.is_theirs then c.contracts else '{}' end
  from shown s
  join app.candidate c on c.id = s.id and c.state = 'open'
  join app.agreeing('matching', (select day from today)) n on n.candidate = c.id
  cross join app.installation i
$$;
comment on function app.visible_profiles is
  'Candidates as the reader knows them: a code, where the last night listed them, and to a CFA and themselves what was told';

create function app.totals() returns table (name text, label text, value bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select 'positions', state, count(*) from app.position group by state
  union all
  select 'candidates', state, count(*) from app.candidate group by state
  union all
  select 'companies', '', count(*) from app.company
  union all
  select 'trainings', '', count(*) from app.training
  union all
  select 'messages', state, count(*) from mail.outbox group by state
  union all
  select 'runs', state, count(*) from match.run group by state
  union all
  select 'sessions_open', kind, count(*) from app.session
  where closed_at is null and expires_at > clock_timestamp() group by kind
  order by 1, 2
$$;
comment on function app.totals is 'How many there are of what, over the whole installation: no place, no company, nobody';

revoke execute on function app.begin_session, app.reader, app.latest_runs, app.visible_communes, app.visible_positions,
  app.visible_companies, app.visible_providers, app.visible_profiles, app.totals from vivier_nightly;
grant execute on function app.begin_session, app.reader, app.visible_positions, app.visible_companies,
  app.visible_providers, app.visible_profiles to vivier_portal;
grant execute on function app.totals to vivier_metrics;
grant execute on function app.agreeing, app.agrees, app.is_hidden to vivier_staff;

create view metrics.total with (security_invoker = true) as select * from app.totals();
comment on view metrics.total is 'Counts of the whole installation';
grant select on metrics.total to vivier_metrics, vivier_backup;

-- reference data are the State's, and belong to nobody
grant select on all tables in schema ref to vivier_staff, vivier_portal;
revoke select on ref.programme_rule_change from vivier_portal;
alter default privileges in schema ref grant select on tables to vivier_staff, vivier_portal;

grant select on all tables in schema app, ref, match, mail, audit to vivier_backup;
grant select on all sequences in schema app, ref, match, mail, audit to vivier_backup;
alter default privileges in schema app, ref, match, mail, audit grant select on tables to vivier_backup;
alter default privileges in schema app, ref, match, mail, audit grant select on sequences to vivier_backup;

-- One call guards a table. Owner and night see every row by policy, never by exemption; staff and portal see the columns
-- that are named ('*' for all, null for none), the portal in the rows that are visible. Called again it replaces all that.
create procedure app.guard(guarded regclass, staff text default null, portal text default null, visible text default null)
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  reader record;
begin
  if (portal is null) <> (visible is null) then
    raise exception '% for the portal needs both columns and a condition', guarded;
  end if;
  execute format('alter table %s enable row level security', guarded);
  execute format('alter table %s force row level security', guarded);
  execute format('revoke all on %s from vivier_staff, vivier_portal', guarded);
  for reader in
    select * from (values
      ('owner_all', 'all', 'vivier_owner', '*', 'true'), ('nightly_all', 'all', 'vivier_nightly', null, 'true'),
      ('staff_reads', 'select', 'vivier_staff', staff, case when staff is not null then 'true' end),
      ('portal_reads', 'select', 'vivier_portal', portal, visible)) as r (policy, command, role, columns, rows)
  loop
    if exists (select from pg_policy p where p.polrelid = guarded and p.polname = reader.policy) then
      execute format('drop policy %I on %s', reader.policy, guarded);
    end if;
    continue when reader.rows is null;
    execute format('create policy %I on %s for %s to %I using (%s) %s',
      reader.policy, guarded, reader.command, reader.role, reader.rows,
      case reader.command when 'all' then 'with check (true)' else '' end);
    if reader.command = 'select' then
      execute format('grant select %s on %s to %I',
        case when reader.columns <> '*' then '(' || reader.columns || ')' else '' end, guarded, reader.role);
    end if;
  end loop;
end
$$;
comment on procedure app.guard is 'Puts a table under row-level security, with what staff and portal may read of it';
revoke execute on procedure app.guard from public, vivier_nightly;

-- the installation
call app.guard('app.migration', '*', 'number, name, checksum', 'true');
create policy metrics_reads on app.migration for select to vivier_metrics using (true);
grant select (number, name, checksum) on app.migration to vivier_metrics;
call app.guard('app.installation', 'one, is_demo, created_at');
call app.guard('app.session',
  'id, kind, siren, provider, candidate, vintage, territory, subject, opened_at, opened_by, expires_at, closed_at, closed_by');
call app.guard('app.session_binding');

-- companies
call app.guard('app.company', '*', '*', 'siren in (select app.visible_companies())');
call app.guard('app.establishment', '*', 'siren, siret, name, commune, naf, naf_version',
  'siren in (select app.visible_companies())');
call app.guard('app.contact', 'id, role, language, frequency, paused_until');
call app.guard('app.contact_scope', '*', 'contact, kind, siren, siret, position',
  $$siren = (select app.reader('company'))$$);
call app.guard('app.contact_change', '*');
call app.guard('app.industry_decision', '*', 'id, siren, siret, is_industry, decided_at',
  $$siren = (select app.reader('company'))$$);
call app.guard('app.hire', '*');
call app.guard('app.state_change', '*');
call app.guard('app.inbox_file', '*');
call app.guard('app.de_minimis_aid', '*');
call app.guard('app.position', '*', '*', 'id in (select app.visible_positions())');
call app.guard('app.position_skill', '*', '*', 'position in (select app.visible_positions())');
call app.guard('app.position_flag', '*', '*', $$siren = (select app.reader('company'))$$);
call app.guard('app.position_review', '*', 'id, siren, position, decision, flags, decided_at, reason', $$siren = (select app.reader('company'))$$);
call app.guard('app.position_language', '*', '*', 'position in (select app.visible_positions())');

-- candidates: names and addresses for the night alone
call app.guard('app.candidate', '*', '*', $$id = (select app.reader('candidate'))$$);
call app.guard('app.candidate_identity');
call app.guard('app.candidate_skill', '*', '*', $$candidate = (select app.reader('candidate'))$$);
call app.guard('app.candidate_language', '*', '*', $$candidate = (select app.reader('candidate'))$$);
call app.guard('app.candidate_area', '*', '*', $$candidate = (select app.reader('candidate'))$$);
call app.guard('app.consent', '*',
  'id, candidate, purpose, given_at, until, withdrawn_at, controller, notice, channel, withdrawn_channel',
  $$candidate = (select app.reader('candidate'))$$);
call app.guard('app.notice', '*', '*', 'true');
call app.guard('app.notice_shown', '*', '*',
  $$person_kind = 'candidate' and person = (select app.reader('candidate'))$$);
call app.guard('app.name_read', null, '*',
  $$person_kind = 'candidate' and person = (select app.reader('candidate'))$$);
call app.guard('app.invisible_to', '*', 'candidate, siren, reason, told_at, lifted_at', $$candidate = (select app.reader('candidate'))$$);
call app.guard('app.contest', 'id, siren, position, candidate, asked_at, answered_at',
  'id, siren, position, candidate, asked_at, reason, answered_at, answer',
  $$candidate = (select app.reader('candidate'))$$);
call app.guard('app.tombstone');
call app.guard('app.retention_term', '*', '*', 'true');

-- CFA
call app.guard('app.provider', '*', '*', 'siret in (select app.visible_providers())');
call app.guard('app.training', '*', '*', 'provider in (select app.visible_providers())');
call app.guard('app.training_skill', '*', '*', 'provider in (select app.visible_providers())');
call app.guard('app.training_session', '*', '*', 'provider in (select app.visible_providers())');

-- territories: what a lead tells of one is told to everybody, who changed it is not
call app.guard('app.territory', '*', '*', 'true');
call app.guard('app.territory_sector', '*', '*', 'true');
call app.guard('app.territory_change', '*');
grant select on app.establishment_industry to vivier_staff, vivier_portal;

-- the night
call app.guard('match.profile', '*');
call app.guard('match.run', '*');
call app.guard('match.run_territory', '*');
call app.guard('match.run_step', '*');
call app.guard('match.run_snapshot');
call app.guard('match.run_blanked', '*');
call app.guard('match.run_property', '*');
call app.guard('match.method', '*');
call app.guard('match.method_number', '*');
call app.guard('match.listing', '*');
call app.guard('match.refusal', '*');
call app.guard('match.interest', '*', '*', $$candidate = (select app.reader('candidate')) and party = 'candidate'$$);
call app.guard('match.introduction', '*', '*', $$candidate = (select app.reader('candidate'))$$);
call app.guard('match.starving', '*');
call app.guard('match.shortage', '*');
call app.guard('match.unreachable', '*');
call app.guard('match.interest', '*');
call app.guard('match.introduction', '*');

-- mail: what it says may greet somebody by name, and why it failed may hold an address
call app.guard('mail.outbox', 'id, run, kind, business_date, recipient_kind, recipient, message_id, template_version, items, dated_at, state, attempts, claimed_at, sent_at');
call app.guard('mail.told', '*');
call app.guard('mail.suppression');

-- the log: nobody changes it, and what it says of persons is sealed
call app.guard('audit.log');
call app.guard('audit.head');
