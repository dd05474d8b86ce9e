-- The states in which positions and candidates can be, and the messages that exist besides digests.
set local role vivier_owner;

alter table app.position
  drop constraint position_state_known,
  add constraint position_state_known check (state in ('open', 'held', 'closed', 'expired'));
comment on column app.position.state is
  'open; held until a person decided about what was flagged in it; closed; expired for want of a confirmation';

alter table app.candidate
  drop constraint candidate_state_known,
  add constraint candidate_state_known check (state in ('open', 'closed', 'withdrawn', 'expired'));
comment on column app.candidate.state is
  'open; closed by a hire or the source; withdrawn by the person; expired for want of a confirmation';

alter table mail.outbox
  drop constraint outbox_kind_known,
  add constraint outbox_kind_known check (kind in (
    'company_digest', 'candidate_digest', 'cfa_digest', 'lead_digest', 'operator_report',
    'confirmation', 'agreement', 'introduction', 'closure', 'still_current', 'retention_warning')),
  drop constraint outbox_recipient_kind_known,
  add constraint outbox_recipient_kind_known check (recipient_kind in ('contact', 'candidate', 'operator'));

alter table mail.told
  drop constraint told_recipient_kind_known,
  add constraint told_recipient_kind_known check (recipient_kind in ('contact', 'candidate', 'operator'));
