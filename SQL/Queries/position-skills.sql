-- The skills of a position with their labels, the required and the important ones first. $1 its id.
select s.skill, coalesce(k.label, s.skill), s.is_required, s.importance::integer
from app.position_skill s
left join ref.skill k using (skill)
where s.position = $1
order by s.is_required desc, s.importance desc, s.skill
