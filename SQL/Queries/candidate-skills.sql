-- The skills of a candidate with their labels, the best mastered first. $1 its id.
select s.skill, coalesce(k.label, s.skill), s.proficiency::integer, s.evidence
from app.candidate_skill s
left join ref.skill k using (skill)
where s.candidate = $1
order by s.proficiency desc, s.skill
