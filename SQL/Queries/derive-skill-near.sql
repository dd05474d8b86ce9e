-- The ten skills that most often stand beside a skill in ROME 3 occupations, by the cosine of their
-- occupation sets, from three shared occupations on; the credit is six tenths of the cosine.
-- $1 is the edition of rome3 that is being loaded.
with link as materialized (
  select distinct l.occupation, coalesce('rome4:' || c.rome4, 'rome3:' || l.skill) as skill
  from ref.rome3_occupation_skill l
  left join ref.rome3_skill_crosswalk c on c.edition = l.edition and c.rome3 = l.skill
  where l.edition = $1
),
size as materialized (
  select skill, count(*)::numeric as occupations from link group by skill having count(*) >= 3
),
pair as (
  select a.skill, b.skill as near, count(*)::numeric as shared
  from link a
  join link b on b.occupation = a.occupation and b.skill <> a.skill
  where a.skill in (select skill from size) and b.skill in (select skill from size)
  group by a.skill, b.skill
  having count(*) >= 3
),
ranked as (
  select p.skill, p.near,
    floor(600000 * p.shared / sqrt(s.occupations * n.occupations))::integer as credit,
    row_number() over (
      partition by p.skill
      order by p.shared / sqrt(s.occupations * n.occupations) desc, p.near) as place
  from pair p
  join size s on s.skill = p.skill
  join size n on n.skill = p.near
)
insert into ref.skill_near (edition, skill, near, credit)
select $1, skill, near, least(credit, 599999)
from ranked
where place <= 10 and credit >= 200000
