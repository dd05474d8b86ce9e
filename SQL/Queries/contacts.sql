-- Contacts with what they receive, by id. $1 one contact by id or address, or null for all.
select k.id, k.email, k.civility, k.name, k.role, k.language, k.frequency, k.paused_until,
  app.contact_reach(k), u.reason,
  array_agg(s.kind order by s.place), array_agg(coalesce(s.siren, '') order by s.place),
  array_agg(coalesce(s.siret, s.position, s.provider, s.territory, s.siren) order by s.place),
  array_agg(coalesce(s.vintage, '') order by s.place), array_agg(coalesce(s.part, '') order by s.place),
  array_agg(coalesce(s.region, '') order by s.place),
  array_agg(coalesce(case s.kind when 'territory' then t.name when 'provider' then v.name
    when 'position' then p.title || ', ' || c.name
    else concat_ws(', ', c.name, nullif(e.name, c.name)) end, '') order by s.place)
from app.contact k
join (
  select *, row_number() over (
    partition by contact order by kind, vintage, territory, part, siren, siret, position, provider) as place
  from app.contact_scope) as s on s.contact = k.id
left join app.company c using (siren)
left join app.establishment e on e.siren = s.siren and e.siret = s.siret
left join app.position p on p.siren = s.siren and p.id = s.position
left join app.provider v on v.siret = s.provider
left join ref.territory t
  on t.edition = (select id from ref.current_edition where set_name = 'territories')
  and t.vintage = s.vintage and t.id = s.territory
left join mail.suppression u on u.address = lower(k.email)
where $1::text is null or k.id = $1 or lower(k.email) = lower($1)
group by k.id, u.reason
order by k.id
