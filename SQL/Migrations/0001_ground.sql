-- Roles, schemas and the one row that says what installation this is.
-- The roles belong to the whole server: on one that is not ours, Ops/roles.sql makes them beforehand.

do $$
declare
  wanted text;
begin
  foreach wanted in array array['vivier_owner', 'vivier_migrate', 'vivier_nightly', 'vivier_portal'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format(
          'create role %I %s', wanted, case wanted when 'vivier_owner' then 'nologin' else 'login' end);
      exception
        when duplicate_object or unique_violation then null;  -- another database of this server was first
        when insufficient_privilege then
          raise exception 'role % is missing and % may not create it', wanted, current_user
            using hint = 'let an administrator run Ops/roles.sql on this server, then migrate again';
      end;
    end if;
  end loop;
  if not pg_has_role('vivier_migrate', 'vivier_owner', 'member') then
    grant vivier_owner to vivier_migrate;
  end if;
  execute format('grant create on database %I to vivier_owner', current_database());
end
$$;

alter schema app owner to vivier_owner;
alter table app.migration owner to vivier_owner;

set local role vivier_owner;

create schema ref;
create schema match;
create schema mail;
comment on schema app is 'Companies, positions, candidates, trainings, consents, and the ledger of migrations';
comment on schema ref is 'Reference data of the State, in versioned editions';
comment on schema match is 'Runs of the night, what they read, decided and listed; codes only, no personal data';
comment on schema mail is 'Outbox and what each recipient was told';

grant usage on schema app, ref, match, mail to vivier_nightly;
grant usage on schema app to vivier_portal;
alter default privileges in schema app, match, mail
  grant select, insert, update, delete on tables to vivier_nightly;
alter default privileges in schema ref grant select on tables to vivier_nightly;
alter default privileges revoke execute on functions from public;
alter default privileges in schema app, ref, match, mail grant execute on functions to vivier_nightly;
grant select on app.migration to vivier_nightly, vivier_portal;

create table app.installation (
  one boolean primary key default true,
  is_demo boolean not null default false,
  secret bytea not null
    default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
  created_at timestamptz not null default now(),
  constraint installation_is_single check (one),
  constraint installation_secret_is_256_bits check (octet_length(secret) = 32)
);
comment on table app.installation is 'The one row that says what installation this is';
comment on column app.installation.is_demo is 'A demo can never send mail, whatever is configured';
comment on column app.installation.secret is 'Key of the codes shown to readers and of the order of ties; two random UUIDs, 244 bits';
insert into app.installation default values;
revoke insert, delete on app.installation from vivier_nightly;

-- RFC 2104 over the built-in SHA-256: pgcrypto may be missing on a server that is not ours.
create function app.hmac_sha256(key bytea, message bytea) returns bytea
language plpgsql immutable strict parallel safe as $$
declare
  block bytea := key || decode(repeat('00', 64 - octet_length(key)), 'hex');
  inner_pad bytea := block;
  outer_pad bytea := block;
begin
  for i in 0..63 loop
    inner_pad := set_byte(inner_pad, i, get_byte(block, i) # 54);   -- 0x36
    outer_pad := set_byte(outer_pad, i, get_byte(block, i) # 92);   -- 0x5c
  end loop;
  return sha256(outer_pad || sha256(inner_pad || message));
end
$$;
comment on function app.hmac_sha256 is 'HMAC-SHA-256 for keys of at most 64 bytes (RFC 2104)';

-- The same natural key gives the same id in every database, so that two runs can be compared.
create function app.public_id(prefix text, variadic natural_key text[]) returns text
language sql immutable strict parallel safe as $$
  select prefix || '-' || left(encode(sha256(convert_to(array_to_string(natural_key, chr(31)), 'UTF8')), 'hex'), 12)
$$;
comment on function app.public_id is 'Public id from a natural key: a letter, a dash and 48 bits in hexadecimal';

-- Stable for one reader, and of no use to another: what a company shows to a colleague elsewhere joins nothing.
create function app.reader_code(secret bytea, reader text, candidate text) returns text
language sql immutable strict parallel safe as $$
  select 'T-' || string_agg(
      substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (get_byte(mac, i) & 31) + 1, 1), '' order by i)
  from app.hmac_sha256(secret, convert_to(reader || chr(31) || candidate, 'UTF8')) as mac,
    generate_series(0, 5) as i
$$;
comment on function app.reader_code is 'The code under which a reader knows a candidate: T- and six characters (30 bits) of a keyed hash';
