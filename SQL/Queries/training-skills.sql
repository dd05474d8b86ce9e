-- The skills that a training declares, with their labels. $1 its id.
select s.skill, coalesce(k.label, s.skill)
from app.training_skill s
left join ref.skill k using (skill)
where s.training = $1
order by s.skill
