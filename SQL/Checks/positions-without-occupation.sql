-- Open positions that say neither occupation nor skill: nobody can be found for them.
select p.id as subject, 'no occupation and no required skill' as problem
from app.position p
where p.state = 'open' and p.occupation is null
  and not exists (select from app.position_skill s where s.position = p.id)
