import Nearness
import Postgres

extension OccupationSpace {
  /// The ROME 3 occupations of the current editions, described by their skills, the groups of those
  /// and all titles that lead to them; nil where one of the editions is not loaded.
  static func described(_ connection: Connection) async throws -> [DescribedOccupation]? {
    let rows = try await connection.rows(
      """
      with skill as (
        select l.occupation, array_agg(l.skill order by l.skill) as skills,
          coalesce(array_agg(l.skill order by l.skill) filter (where l.is_base), '{}') as core,
          coalesce(array_agg(s."group" order by l.skill) filter (where s."group" is not null), '{}')
            as groups
        from ref.occupation_skill l
        join ref.skill s on s.skill = l.skill
        group by l.occupation
      ),
      title as (
        select o.parent, array_agg(t.label order by t.label) as titles
        from ref.rome4_occupation o
        join ref.current_edition e on e.set_name = 'rome4' and e.id = o.edition
        join lateral (
          select o.label union
          select t.label from ref.rome4_occupation_title t
          where t.edition = o.edition and t.occupation = o.code) t on true
        group by o.parent
      )
      select o.code, coalesce(s.skills, '{}'), coalesce(s.core, '{}'), coalesce(s.groups, '{}'),
        o.label || coalesce(t.titles, '{}')
      from ref.rome3_occupation o
      join ref.current_edition e on e.set_name = 'rome3' and e.id = o.edition
      left join skill s on s.occupation = o.code
      left join title t on t.parent = o.code
      where exists (select from ref.current_edition where set_name = 'rome4')
      order by o.code
      """
    ).decode(as: (String, [String], [String], [String], [String]).self)
    guard !rows.isEmpty else { return nil }
    return rows.map {
      DescribedOccupation(
        code: $0.0, skills: $0.1, coreSkills: $0.2, groups: $0.3, titles: $0.4)
    }
  }
}
