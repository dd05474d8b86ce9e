-- Weight of each skill by how few ROME 3 occupations ask it: ln((N + 1) / (n + 1)) + 1, in 1/65536.
-- $1 is the edition of rome3 that is being loaded.
with link as (
  select distinct l.occupation, coalesce('rome4:' || c.rome4, 'rome3:' || l.skill) as skill
  from ref.rome3_occupation_skill l
  left join ref.rome3_skill_crosswalk c on c.edition = l.edition and c.rome3 = l.skill
  where l.edition = $1
),
total as (
  select count(*)::numeric as occupations from ref.rome3_occupation where edition = $1
)
insert into ref.skill_weight (edition, skill, occupations, idf)
select $1, skill, count(*),
  round((ln((total.occupations + 1) / (count(*) + 1)) + 1) * 65536)
from link, total
group by skill, total.occupations
