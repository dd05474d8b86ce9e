-- What a night reads of earlier nights are the pairs they showed, a twentieth of what they listed.
set local role vivier_owner;

create index listing_shown on match.listing (run, candidate) where slot is not null and list = 'match';
comment on index match.listing_shown is 'Serves snapshot-candidates.sql: exposures in recent runs';
drop index match.listing_by_candidate;

-- What is written each night is compressed quickly where the server can.
do $$
begin
  alter table match.run_snapshot alter column bytes set compression lz4;
  alter table mail.outbox alter column view set compression lz4, alter column items set compression lz4;
exception when feature_not_supported then
  raise notice 'this server was built without lz4, so pglz it is';
end
$$;
