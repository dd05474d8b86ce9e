-- Candidates whose array row differs from the rows that are the truth.
select coalesce(p.candidate, t.candidate) as subject, 'array row is out of step: run vivier doctor --repair' as problem
from match.profile p
full join match.profile_of(array(select id from app.candidate)) t on t.candidate = p.candidate
where p.* is distinct from t.*
