-- Merges staged trainings, their skills and sessions, and the providers they belong to.
create temp table merging on commit drop as
select s.line, app.public_id('F', s.provider, s.reference) as id, s.provider,
  case
    when t.id is null then 'new'
    when t.content_digest is distinct from sha256(convert_to(s.content, 'UTF8')) then 'updated'
    else 'unchanged'
  end as outcome
from staged_training s
left join app.training t on t.provider = s.provider and t.reference = s.reference;

insert into app.provider (siret, name)
select distinct on (s.provider) s.provider, s.provider_name
from staged_training s
join merging m using (line)
where m.outcome <> 'unchanged'
order by s.provider, s.line desc
on conflict (siret) do update set name = excluded.name;

insert into app.training
  (id, provider, reference, certification, title, level, commune, occupations, content_digest)
select m.id, s.provider, s.reference, s.certification, s.title, s.level, s.commune,
  coalesce(string_to_array(nullif(s.occupations, ''), '|'), '{}'),
  sha256(convert_to(s.content, 'UTF8'))
from staged_training s
join merging m using (line)
where m.outcome <> 'unchanged'
on conflict (id) do update set
  certification = excluded.certification, title = excluded.title, level = excluded.level,
  commune = excluded.commune, occupations = excluded.occupations,
  content_digest = excluded.content_digest;

delete from app.training_skill k using merging m
where k.training = m.id and m.outcome = 'updated';
insert into app.training_skill (provider, training, skill)
select m.provider, m.id, k.skill
from staged_training_skill k
join merging m using (line)
where m.outcome <> 'unchanged';

delete from app.training_session k using merging m
where k.training = m.id and m.outcome = 'updated';
insert into app.training_session (provider, training, starts_on, ends_on, capacity, remaining, told_on)
select m.provider, m.id, k.starts_on, k.ends_on, k.capacity, k.remaining, k.told_on
from staged_training_session k
join merging m using (line)
where m.outcome <> 'unchanged';
select app.refresh_statistics() where exists (select from merging where outcome <> 'unchanged');
