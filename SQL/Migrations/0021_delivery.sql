-- How the outbox is delivered: when a message may leave, what stops it, and what a person decided about it.
set local role vivier_owner;

alter table mail.outbox
  add column first_tried_at timestamptz,
  add column retry_at timestamptz,
  add column time_zone text,
  add column territory text;
comment on column mail.outbox.retry_at is 'A deferred message is not tried again before';
comment on column mail.outbox.time_zone is 'Where its reader works or searches: mail leaves in the working hours there';
comment on column mail.outbox.territory is 'The territory whose lead reads the answers; null where none is told';
update mail.outbox set state = 'pending' where state = 'deferred';
alter table mail.outbox
  add constraint outbox_deferred_until check (state <> 'deferred' or retry_at is not null);

create table mail.stop (
  one boolean primary key default true,
  stopped_at timestamptz not null,
  stopped_by text not null,
  reason text not null,
  is_alarm boolean not null,
  constraint stop_is_single check (one)
);
comment on table mail.stop is 'A row in it stops every delivery, until a person takes it away';
comment on column mail.stop.is_alarm is 'Set by the program itself, as a server refuses us';

create table mail.bounce (
  id bigint generated always as identity primary key,
  report bytea not null,
  message_id text not null,
  candidate text references app.candidate on delete cascade,
  contact text references app.contact on delete cascade,
  status text not null,
  score smallint not null,
  bounced_at timestamptz not null,
  constraint bounce_report_key unique nulls not distinct (report, candidate, contact),
  constraint bounce_has_one_reader check (num_nonnulls(candidate, contact) = 1),
  constraint bounce_report_is_256_bits check (octet_length(report) = 32),
  constraint bounce_status_has_its_form check (status ~ '^[45]\.\d{1,3}\.\d{1,3}$'),
  constraint bounce_score_in_range check (score between 1 and 2)
);
create index bounce_by_candidate on mail.bounce (candidate, bounced_at);
comment on index mail.bounce_by_candidate is 'Serves the sum of scores and the foreign key';
create index bounce_by_contact on mail.bounce (contact, bounced_at);
comment on index mail.bounce_by_contact is 'Serves the sum of scores and the foreign key';
comment on table mail.bounce is 'Messages that came back, by the reader they were for';
comment on column mail.bounce.report is 'SHA-256 of the report: the same one read twice counts once';
comment on column mail.bounce.score is '1 for a failure that may pass, 2 for one that stays';

-- Working hours

create function mail.time_zone(place text) returns text
language sql immutable as $$
  select case left(place, 3)
    when '971' then 'America/Guadeloupe'
    when '972' then 'America/Martinique'
    when '973' then 'America/Cayenne'
    when '974' then 'Indian/Reunion'
    when '975' then 'America/Miquelon'
    when '976' then 'Indian/Mayotte'
    when '977' then 'America/St_Barthelemy'
    when '978' then 'America/Marigot'
    when '986' then 'Pacific/Wallis'
    when '987' then 'Pacific/Tahiti'
    when '988' then 'Pacific/Noumea'
    else 'Europe/Paris' end
$$;
comment on function mail.time_zone is 'The time zone of a French commune or department, by its code';

create function mail.easter(year integer) returns date
language sql immutable strict as $$
  -- The Gregorian computus of Meeus, Jones and Butcher.
  select make_date(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1)
  from (select year % 19 as a, year / 100 as b, year % 100 as c) as one,
    lateral (select (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30 as h) as two,
    lateral (select (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7 as l) as three,
    lateral (select (a + 11 * h + 22 * l) / 451 as m) as four
$$;
comment on function mail.easter is 'Easter Sunday of a year';

create function mail.is_working_day(day date, zone text) returns boolean
language sql immutable strict as $$
  select extract(isodow from day) <= 5
    and day - mail.easter(extract(year from day)::integer) not in (1, 39, 50)
    and to_char(day, 'MMDD') <> all (
      array['0101', '0501', '0508', '0714', '0815', '1101', '1111', '1225']
      || case zone
        when 'Indian/Mayotte' then '{0427}'
        when 'America/Martinique' then '{0522}'
        when 'America/Guadeloupe' then '{0527}'
        when 'America/Marigot' then '{0528}'
        when 'America/Cayenne' then '{0610}'
        when 'America/St_Barthelemy' then '{1009}'
        when 'Indian/Reunion' then '{1220}'
        else '{}' end::text[])
$$;
comment on function mail.is_working_day is
  'Monday to Friday without the holidays of articles L3133-1 and L3422-2 of the Code du travail';

create function mail.is_open(zone text, instant timestamptz) returns boolean
language sql stable strict as $$
  select mail.is_working_day((instant at time zone zone)::date, zone)
    and (instant at time zone zone)::time >= time '08:00'
    and (instant at time zone zone)::time < time '18:00'
$$;
comment on function mail.is_open is 'Whether mail may leave for readers of a time zone: 08:00 to 18:00 on working days there';

create function mail.open_zones(instant timestamptz) returns text[]
language sql stable strict as $$
  select coalesce(array_agg(zone order by zone), '{}')
  from (
    select distinct mail.time_zone(place) as zone
    from unnest(array['75', '971', '972', '973', '974', '975', '976', '977', '978', '986', '987', '988']) as place
  ) as known
  where mail.is_open(zone, instant)
$$;
comment on function mail.open_zones is 'The time zones of France in which mail may leave now';

-- Who may see what
call app.guard('mail.outbox', 'id, run, kind, business_date, recipient_kind, recipient, message_id, template_version, items, dated_at, state, attempts, claimed_at, sent_at, first_tried_at, retry_at, time_zone, territory');
call app.guard('mail.stop', '*');
call app.guard('mail.bounce');
