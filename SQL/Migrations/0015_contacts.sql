-- Who receives what: a contact is one person with one address, and its scopes are what it receives.
set local role vivier_owner;

create table app.contact_scope (
  contact text not null,
  kind text not null,
  siren text,
  siret text,
  position text,
  provider text,
  vintage text,
  territory text,
  part text,
  pair smallint,
  region text,
  source text not null,
  constraint contact_scope_key unique nulls not distinct
    (contact, siren, siret, position, provider, vintage, territory, part),
  constraint contact_scope_pair_key unique (vintage, territory, pair, part),
  constraint contact_scope_kind_known
    check (kind in ('company', 'establishment', 'position', 'provider', 'territory')),
  constraint contact_scope_names_what_it_is check (
    (siren is not null) = (kind in ('company', 'establishment', 'position'))
    and (siret is not null) = (kind = 'establishment')
    and (position is not null) = (kind = 'position')
    and (provider is not null) = (kind = 'provider')
    and (vintage is not null) = (kind = 'territory')
    and (territory is not null) = (kind = 'territory')),
  constraint contact_scope_part_known check (part in ('lead', 'elected', 'industrialist')),
  constraint contact_scope_part_of_territory check ((part is not null) = (territory is not null)),
  constraint contact_scope_pair_of_part
    check ((pair is not null) = coalesce(part in ('elected', 'industrialist'), false)),
  constraint contact_scope_pair_positive check (pair > 0),
  constraint contact_scope_region_of_territory check (region is null or territory is not null),
  constraint contact_scope_source_known check (source in ('companies', 'contacts', 'person'))
);
comment on table app.contact_scope is
  'What a contact receives: the news of a company, an establishment, one position, a CFA, or a territory';
comment on column app.contact_scope.part is 'What a person is to a territory: its project lead, or one of a local pair';
comment on column app.contact_scope.pair is 'Which local pair of the territory, from 1';
comment on column app.contact_scope.region is 'The region a person speaks for, in a territory that spans several';
comment on column app.contact_scope.source is
  'Who told it: a file of companies, which takes back what it told; a file of contacts; a person';

-- The same address is the same recipient; what was kept under several ids goes on under the first.
create temp table kept on commit drop as
select id, first_value(id) over (partition by coalesce(lower(email), id) order by id) as survivor
from app.contact;

insert into app.contact_scope (contact, kind, siren, siret, source)
select distinct k.survivor, 'establishment', c.siren, c.siret, 'companies'
from app.contact c
join kept k using (id)
where c.siret is not null;
insert into app.contact_scope (contact, kind, vintage, territory, part, pair, region, source)
select k.survivor, 'territory', c.vintage, c.territory, c.part, c.pair, c.region, 'person'
from app.contact c
join kept k using (id)
where c.territory is not null;

insert into mail.told (recipient_kind, recipient, position, candidate, content, told_on)
select t.recipient_kind, k.survivor, t.position, t.candidate, t.content, t.told_on
from mail.told t
join kept k on k.id = t.recipient
where t.recipient_kind = 'contact' and k.id <> k.survivor
on conflict do nothing;
delete from mail.told t using kept k
where t.recipient_kind = 'contact' and t.recipient = k.id and k.id <> k.survivor;
update mail.outbox o set recipient = n.survivor
from (
  select distinct on (o.kind, o.business_date, k.survivor) o.id, k.survivor
  from mail.outbox o
  join kept k on o.recipient_kind = 'contact' and k.id = o.recipient
  order by o.kind, o.business_date, k.survivor, k.id = k.survivor desc, o.id) as n
where n.id = o.id and o.recipient <> n.survivor;
delete from mail.outbox o using kept k
where o.recipient_kind = 'contact' and o.recipient = k.id and k.id <> k.survivor;
delete from app.contact c using kept k where c.id = k.id and k.id <> k.survivor;

-- Of a person only what belongs to the person stays.
alter table app.contact
  drop column siren, drop column siret, drop column vintage, drop column territory,
  drop column part, drop column pair, drop column region,
  add column language text not null default 'fr',
  add column frequency text not null default 'weekly',
  add column paused_until date,
  add constraint contact_language_has_its_form check (language ~ '^[a-z]{2}$'),
  add constraint contact_frequency_known check (frequency in ('daily', 'weekly', 'monthly', 'never'));
create unique index contact_address_key on app.contact (lower(email));
comment on table app.contact is 'A person who is written to, or who speaks for a territory (personal data); what they receive stands in app.contact_scope';
comment on column app.contact.civility is 'As the person told it, never guessed';
comment on column app.contact.frequency is 'How often at most a digest comes; the person decides';
comment on column app.contact.paused_until is 'No digest before that day; a pause for good is a frequency of never';

alter table app.contact_scope
  add constraint contact_scope_contact_fkey
    foreign key (contact) references app.contact on delete cascade,
  add constraint contact_scope_company_fkey
    foreign key (siren) references app.company on delete cascade,
  add constraint contact_scope_establishment_fkey
    foreign key (siren, siret) references app.establishment on delete cascade,
  add constraint contact_scope_position_fkey
    foreign key (siren, position) references app.position (siren, id) on delete cascade,
  add constraint contact_scope_provider_fkey
    foreign key (provider) references app.provider on delete cascade,
  add constraint contact_scope_territory_fkey
    foreign key (vintage, territory) references app.territory on delete cascade;
create index contact_scope_by_company on app.contact_scope (siren, siret, position);
comment on index app.contact_scope_by_company is 'Serves audience-contacts.sql and the foreign keys';
create index contact_scope_by_provider on app.contact_scope (provider);
comment on index app.contact_scope_by_provider is 'Serves the foreign key';

-- Nobody is kept who receives nothing.
create function app.forget_contacts_without_scope() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from app.contact k
  using gone g
  where k.id = g.contact and not exists (select from app.contact_scope s where s.contact = k.id);
  return null;
end
$$;
comment on function app.forget_contacts_without_scope is 'A contact goes with the last of its scopes';
create trigger contact_scope_gone after delete on app.contact_scope
  referencing old table as gone for each statement
  execute function app.forget_contacts_without_scope();

create function app.contact_id(address text) returns text
language sql stable strict as $$
  select coalesce(
    (select k.id from app.contact k where lower(k.email) = lower(address)),
    (
      select n.id
      from (
        select i, case i when 0 then app.public_id('K', lower(address))
          else app.public_id('K', lower(address), i::text) end as id
        from generate_series(0, 9) as i) as n
      where not exists (select from app.contact k where k.id = n.id)
      order by n.i limit 1))
$$;
comment on function app.contact_id is
  'The id of the contact with an address; of a new one it follows from the address, unless another had that one before';

-- addresses nothing may be sent to any more, of whomever
create table mail.suppression (
  address text primary key,
  reason text not null,
  suppressed_on date not null,
  constraint suppression_address_is_folded check (address = lower(address)),
  constraint suppression_reason_known check (reason in ('bounced', 'complained', 'asked'))
);
comment on table mail.suppression is 'Addresses that nothing is sent to any more (personal data)';

create function app.contact_reach(contact app.contact) returns text
language sql stable as $$
  select case
    when contact.email is null then 'no_address'
    when exists (select from mail.suppression s where s.address = lower(contact.email)) then 'suppressed'
    when contact.frequency = 'never' then 'never'
    else 'reachable' end
$$;
comment on function app.contact_reach is 'Whether digests can reach a contact, or why not; a pause only puts them off';

create table app.contact_change (
  id bigint generated always as identity primary key,
  contact text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  what text not null
);
comment on table app.contact_change is 'Who changed what of a contact, and when: what only, never the values, which are personal data';
create index contact_change_by_contact on app.contact_change (contact, id);
comment on index app.contact_change_by_contact is 'Serves vivier contact show';
revoke update, delete on app.contact_change from vivier_nightly;

-- As app.refresh_statistics, for what imports of contacts write.
create function app.refresh_contact_statistics() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  analyze app.contact, app.contact_scope;
end
$$;
comment on function app.refresh_contact_statistics is 'Statistics of contacts and their scopes';

-- What one kind of message told says nothing of what another did: a lead may be a contact, too.
alter table mail.told add column kind text;
update mail.told set kind = case recipient_kind when 'candidate' then 'candidate_digest' else 'company_digest' end;
alter table mail.told
  alter column kind set not null,
  drop constraint told_pkey,
  add constraint told_pkey primary key (recipient_kind, recipient, kind, position, candidate);
comment on column mail.told.kind is 'The kind of message that told it';
comment on column mail.told.candidate is
  'The candidate; of a deadline what must be done: label, evidence or training; of a position alone what is told of it: unreachable or starving';

-- Digests of companies have another form from now on; what waits in the old one is told anew.
update mail.outbox set state = 'superseded', reason = 'composed in an earlier form; the next night tells it'
where kind = 'company_digest' and state in ('pending', 'deferred', 'sending');
update mail.outbox set state = 'uncertain' where kind = 'company_digest' and state = 'committing';
create index outbox_told_of on mail.outbox (recipient, business_date) where state in ('sent', 'uncertain');
comment on index mail.outbox_told_of is 'Serves hold-back.sql: when a recipient was last written to';

create table match.unreachable (
  run bigint not null references match.run on delete cascade,
  kind text not null,
  subject text not null,
  siren text not null,
  siret text not null,
  reason text not null,
  news integer not null,
  primary key (run, kind, subject),
  constraint unreachable_kind_known check (kind in ('position', 'hire')),
  constraint unreachable_reason_known check (reason in ('none', 'no_address', 'never', 'suppressed')),
  constraint unreachable_news_positive check (news > 0)
);
comment on table match.unreachable is 'What was new in a run for a company that nobody could be told of';
comment on column match.unreachable.subject is 'The position, or the hire';
comment on column match.unreachable.reason is 'none: no contact at all; else why its contacts cannot be told';
comment on column match.unreachable.news is 'How many candidates the short list of the position has, or 1 for a hire with something due';
