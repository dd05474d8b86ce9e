-- The outbox, and what each recipient was told.
set local role vivier_owner;

create table mail.outbox (
  id bigint generated always as identity primary key,
  run bigint not null references match.run on delete cascade,
  kind text not null,
  business_date date not null,
  recipient_kind text not null,
  recipient text not null,
  message_id text not null,
  template_version integer not null,
  view jsonb not null,
  items jsonb not null,
  dated_at timestamptz not null,
  state text not null default 'pending',
  reason text,
  attempts integer not null default 0,
  claimed_at timestamptz,
  sent_at timestamptz,
  constraint outbox_message_id_key unique (message_id),
  constraint outbox_one_digest_a_date unique (kind, business_date, recipient_kind, recipient),
  constraint outbox_kind_known check (kind in ('company_digest', 'candidate_digest')),
  constraint outbox_recipient_kind_known check (recipient_kind in ('contact', 'candidate')),
  constraint outbox_state_known check (state in
    ('pending', 'sending', 'committing', 'sent', 'deferred', 'dead', 'uncertain', 'suppressed', 'superseded')),
  constraint outbox_sent_has_time check ((state = 'sent') = (sent_at is not null))
);
comment on table mail.outbox is 'What each recipient gets, decided and stored before anything is sent; addresses are read when it is sent';
comment on column mail.outbox.view is 'The typed view model: rendering is a pure function of it and the template version';
comment on column mail.outbox.items is 'What the message tells, to be remembered once it is sent';
comment on column mail.outbox.state is
  'pending, sending, committing (all bytes but the final dot are out), sent; uncertain is never sent again by itself';
create index outbox_to_send on mail.outbox (id) where state in ('pending', 'deferred', 'sending', 'committing');
comment on index mail.outbox_to_send is 'Serves claim-delivery.sql';

create table mail.told (
  recipient_kind text not null,
  recipient text not null,
  position text not null,
  candidate text not null,
  content text not null,
  told_on date not null,
  primary key (recipient_kind, recipient, position, candidate),
  constraint told_recipient_kind_known check (recipient_kind in ('contact', 'candidate'))
);
comment on column mail.told.content is 'Fingerprints of what was shown, by topic, as the digest wrote them; free of personal data';
comment on table mail.told is 'What a recipient was told is not told again, unless its content changes';
