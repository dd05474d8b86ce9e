-- Editions of ROME in use for which the nearness of occupations was not computed.
select 'occupations' as subject, 'their nearness is missing: run vivier reference load' as problem
from ref.current_edition a
join ref.current_edition b on b.set_name = 'rome4'
where a.set_name = 'rome3'
  and not exists (select from ref.occupation_near n where n.rome3 = a.id and n.rome4 = b.id)
