-- Finds out where the readers of waiting messages are: their time zone, and the territory whose lead
-- reads their answers. A contact is where what it hears of is, a candidate where they search first.
with waiting as (
  select id, recipient_kind, recipient
  from mail.outbox
  where time_zone is null and state in ('pending', 'deferred')
),
places as (
  -- Where the work is that a contact hears of: its establishments and positions, its territory; or where
  -- its CFA teaches.
  select w.id, e.commune, null as territory
  from waiting w
  join app.contact_scope s on w.recipient_kind = 'contact' and s.contact = w.recipient
  left join app.position p on s.kind = 'position' and p.siren = s.siren and p.id = s.position
  join app.establishment e
    on e.siren = s.siren and (s.kind = 'company' or e.siret = coalesce(s.siret, p.siret))
  union all
  select w.id, t.commune, null
  from waiting w
  join app.contact_scope s
    on w.recipient_kind = 'contact' and s.contact = w.recipient and s.kind = 'provider'
  join app.training t on t.provider = s.provider and t.state = 'open'
  union all
  select w.id, (
      select min(t.commune)
      from ref.territory_commune t
      where t.edition = (select id from ref.current_edition where set_name = 'territories')
        and t.vintage = s.vintage and t.territory = s.territory), s.territory
  from waiting w
  join app.contact_scope s
    on w.recipient_kind = 'contact' and s.contact = w.recipient and s.kind = 'territory'
),
placed as (
  select p.id, min(p.commune) as place, coalesce(min(p.territory), min(t.territory)) as territory
  from places p
  left join ref.territory_commune t
    on t.edition = (select id from ref.current_edition where set_name = 'territories')
      and t.commune = p.commune
      and t.vintage = (
        select r.vintage from match.run r order by r.business_date desc, r.id desc limit 1)
  group by p.id
  union all
  select w.id,
    case a.kind
      when 'circle' then a.code
      when 'department' then a.code
      when 'territory' then (
        select min(t.commune)
        from ref.territory_commune t
        where t.edition = (select id from ref.current_edition where set_name = 'territories')
          and t.territory = a.code)
      when 'region' then (
        select min(d.code)
        from ref.department d
        where d.edition = (select id from ref.current_edition where set_name = 'communes')
          and d.region = a.code) end,
    case a.kind when 'territory' then a.code end
  from waiting w
  join app.candidate_area a on w.recipient_kind = 'candidate' and a.candidate = w.recipient
  where a.position = (select min(b.position) from app.candidate_area b where b.candidate = a.candidate)
)
update mail.outbox o set time_zone = mail.time_zone(p.place), territory = p.territory
from waiting w
left join placed p using (id)
where o.id = w.id
