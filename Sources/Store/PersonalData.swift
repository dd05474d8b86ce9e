/// Every table that holds something about a person, and how each of its columns is treated when the
/// person asks to see, to take away or to erase what concerns them.
///
/// This one list is read by `vivier person` and held against the catalog of the database by a test:
/// a table or column without a line fails it.
package struct PersonalTable: Sendable {
  /// How a row belongs to a person.
  package enum Link: Sendable, Hashable {
    /// A column holds the person's id.
    case id(String)
    /// Two columns hold what the person is, and the id.
    case kindAndID(String, String)
    /// A column holds ids, the person's among them.
    case ids(String)
    /// A column holds an e-mail address in lower case, the person's.
    case address(String)
    /// Columns hold JSON in which the id stands somewhere.
    case mention([String])
    /// Columns hold text in which the id stands somewhere.
    case text([String])
    /// Rows cannot be found by a person: frozen inputs are read as a whole, seals with a key, and
    /// tombstones are there so that nobody is found.
    case opaque
  }

  /// What is left of a row after an erasure.
  package enum Erasure: String, Sendable {
    /// Nothing.
    case deleted
    /// The row, without what it says about the person.
    case blanked
    /// A code of the person that names nobody any more, so that a past night can be computed again.
    case coded
    /// The row, whose content nobody can read as the person's key is destroyed.
    case sealed
  }

  /// Schema and table.
  package let schema, table: String
  /// Whom a row can be about, and how it belongs to them.
  package let kinds: Set<Person.Kind>
  package let link: Link
  /// What is left of it.
  package let erasure: Erasure
  /// The columns that are shown and exported.
  package let told: [String]
  /// The columns that are not: technical, or about somebody else.
  package let kept: [String]

  /// The name with its schema.
  package var name: String { "\(schema).\(table)" }

  private init(
    _ name: String, of kinds: Set<Person.Kind>, by link: Link, _ erasure: Erasure, told: String,
    kept: String = ""
  ) {
    let parts = name.split(separator: ".").map(String.init)
    schema = parts.first ?? ""
    table = parts.last ?? ""
    self.kinds = kinds
    self.link = link
    self.erasure = erasure
    self.told = told.split(whereSeparator: \.isWhitespace).map(String.init)
    self.kept = kept.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// The list.
  ///
  /// A table stands in it twice where its rows belong to people in two ways.
  package static let all: [PersonalTable] = [
    PersonalTable(
      "app.candidate", of: [.candidate], by: .id("id"), .deleted,
      told: """
        id source reference level_held level_prepared diploma diploma_on available_on minimum_pay
        contracts occupations missions sectors rome_edition state apprenticeship_eligible
        last_contact_on asked_on warned_on expired_on frequency paused_until
        """, kept: "content_digest"),
    PersonalTable(
      "app.candidate_identity", of: [.candidate], by: .id("candidate"), .deleted,
      told: "candidate given_name family_name email"),
    PersonalTable(
      "app.candidate_skill", of: [.candidate], by: .id("candidate"), .deleted,
      told: "candidate skill proficiency evidence"),
    PersonalTable(
      "app.candidate_language", of: [.candidate], by: .id("candidate"), .deleted,
      told: "candidate language level"),
    PersonalTable(
      "app.candidate_area", of: [.candidate], by: .id("candidate"), .deleted,
      told: "candidate position kind code radius_km"),
    PersonalTable(
      "app.consent", of: [.candidate], by: .id("candidate"), .deleted,
      told: """
        id given_at until withdrawn_at candidate purpose controller notice channel recorded_by
        withdrawn_channel withdrawn_by recorded_at
        """),
    PersonalTable(
      "app.notice_shown", of: [.candidate, .contact], by: .kindAndID("person_kind", "person"),
      .deleted, told: "person_kind person notice shown_at channel"),
    PersonalTable(
      "app.name_read", of: [.candidate, .contact], by: .kindAndID("person_kind", "person"),
      .deleted, told: "id person_kind person reader purpose read_at"),
    PersonalTable(
      "app.name_read", of: [.candidate, .contact], by: .text(["reader"]), .blanked,
      told: "id reader purpose read_at", kept: "person_kind person"),
    PersonalTable(
      "match.interest", of: [.contact], by: .id("contact"), .blanked,
      told: """
        id tells_lead recorded_at withdrawn_at siren position party contact reveals notice channel
        recorded_by withdrawn_by
        """, kept: "candidate"),
    PersonalTable(
      "app.invisible_to", of: [.candidate], by: .id("candidate"), .deleted,
      told: "candidate siren told_at lifted_at reason told_by lifted_by"),
    PersonalTable(
      "app.contest", of: [.candidate], by: .id("candidate"), .deleted,
      told: """
        id siren position candidate asked_at asked_by reason explanation answered_at answered_by
        answer
        """),
    PersonalTable(
      "app.contact", of: [.contact], by: .id("id"), .deleted,
      told: "id email civility name role language frequency paused_until surveyed_on"),
    PersonalTable(
      "app.hire", of: [.candidate], by: .id("candidate"), .blanked,
      told: """
        id siren siret ordinal position commune contract duration_months signed_on hired_on
        training_starts_on candidate through_us
        """,
      kept: "recorded_at recorded_by undone_at undone_by position_was candidate_was"),
    PersonalTable(
      "app.session", of: [.candidate], by: .id("candidate"), .deleted,
      told: "id kind candidate opened_at opened_by expires_at closed_at closed_by",
      kept: "siren provider vintage territory subject token_digest"),
    PersonalTable(
      "app.state_change", of: [.candidate], by: .kindAndID("kind", "subject"), .deleted,
      told: "id kind subject before after changed_at changed_by reason"),
    PersonalTable(
      "app.contact_scope", of: [.contact], by: .id("contact"), .deleted,
      told: """
        contact kind siren siret position provider vintage territory part pair region source
        """),
    PersonalTable(
      "app.contact_change", of: [.contact], by: .id("contact"), .deleted,
      told: "id contact changed_at changed_by what"),
    PersonalTable(
      "mail.suppression", of: [.candidate, .contact], by: .address("address"), .deleted,
      told: "address reason suppressed_on"),
    PersonalTable(
      "app.territory_change", of: [.contact], by: .text(["before", "after"]), .blanked,
      told: "id vintage territory changed_at changed_by what before after"),
    PersonalTable(
      "app.tombstone", of: [.candidate, .contact], by: .opaque, .coded, told: "",
      kept: "erasure kind hash erased_on cause"),
    PersonalTable(
      "match.profile", of: [.candidate], by: .id("candidate"), .deleted,
      told: """
        candidate level_held level_prepared diploma diploma_on available_on minimum_pay contracts
        occupations diploma_occupations skills proficiencies evidences languages language_levels
        area_kinds area_codes area_radii missions sectors invisible_to
        """),
    PersonalTable(
      "match.refusal", of: [.candidate], by: .id("candidate"), .deleted,
      told: "position candidate party reason refused_on"),
    PersonalTable(
      "match.interest", of: [.candidate], by: .id("candidate"), .deleted,
      told: """
        id tells_lead recorded_at withdrawn_at siren position candidate party reveals notice
        channel recorded_by withdrawn_by
        """, kept: "contact"),
    PersonalTable(
      "match.introduction", of: [.candidate], by: .id("candidate"), .deleted,
      told: "id company_interest candidate_interest made_at siren position candidate"),
    PersonalTable(
      "match.listing", of: [.candidate], by: .id("candidate"), .coded,
      told: """
        run position candidate list rank slot score side_position side_candidate required_met
        required_of desired_met desired_of away_kind away_id
        """),
    PersonalTable(
      "match.shortage", of: [.candidate], by: .ids("candidates"), .coded,
      told: "run ordinal positions room", kept: "candidates"),
    PersonalTable(
      "match.run_blanked", of: [.candidate], by: .id("candidate"), .coded,
      told: "run candidate"),
    PersonalTable(
      "match.run_snapshot", of: [.candidate], by: .opaque, .blanked, told: "",
      kept: "run part bytes"),
    PersonalTable(
      "mail.link", of: [.candidate], by: .id("candidate"), .deleted,
      told: "expires_at used_at message_id purpose candidate position",
      kept: "token_digest contact provider skill"),
    PersonalTable(
      "mail.link", of: [.contact], by: .id("contact"), .deleted,
      told: "expires_at used_at message_id purpose contact position provider skill",
      kept: "token_digest candidate"),
    PersonalTable(
      "mail.answer", of: [.candidate], by: .id("candidate"), .deleted,
      told: """
        id given_at applied_at purpose party choice candidate position message_id details outcome
        """, kept: "contact note provider skill"),
    PersonalTable(
      "mail.answer", of: [.contact], by: .id("contact"), .deleted,
      told: """
        id given_at applied_at purpose party choice contact position provider skill message_id note
        details outcome
        """, kept: "candidate"),
    PersonalTable(
      "mail.outbox", of: [.candidate, .contact], by: .kindAndID("recipient_kind", "recipient"),
      .blanked,
      told: """
        id run kind business_date recipient_kind recipient message_id template_version view items
        dated_at state reason attempts claimed_at sent_at first_tried_at retry_at time_zone territory
        """),
    PersonalTable(
      "mail.outbox", of: [.candidate, .contact], by: .mention(["view", "items"]), .blanked,
      told: "id kind business_date recipient_kind recipient state sent_at",
      kept: """
        run message_id template_version view items dated_at reason attempts claimed_at
        first_tried_at retry_at time_zone territory
        """),
    PersonalTable(
      "mail.bounce", of: [.candidate], by: .id("candidate"), .deleted,
      told: "id message_id candidate status score bounced_at", kept: "report contact"),
    PersonalTable(
      "mail.bounce", of: [.contact], by: .id("contact"), .deleted,
      told: "id message_id contact status score bounced_at", kept: "report candidate"),
    PersonalTable(
      "mail.told", of: [.candidate, .contact], by: .kindAndID("recipient_kind", "recipient"),
      .deleted, told: "recipient_kind recipient kind position candidate content told_on"),
    PersonalTable(
      "mail.told", of: [.candidate], by: .id("candidate"), .deleted,
      told: "recipient_kind recipient kind position candidate told_on", kept: "content"),
    PersonalTable(
      "audit.log", of: [.candidate, .contact], by: .opaque, .sealed, told: "",
      kept: "id at actor action row_name purpose detail subject sealed hash"),
  ]

  /// The tables that hold nothing about a candidate or a contact.
  ///
  /// Who acted stands in some of them: an operator, by the name they work under.
  package static let others: Set<String> = [
    "mail.stop", "app.migration", "app.installation", "app.company", "app.establishment",
    "app.position",
    "app.position_skill", "app.position_language", "app.provider", "app.training",
    "app.training_skill", "app.training_session", "app.territory", "app.territory_sector",
    "app.industry_decision", "app.position_flag", "app.position_review", "app.inbox_file",
    "app.de_minimis_aid", "app.retention_term", "app.notice", "app.session_binding",
    "mail.choice", "mail.attempt",
    "match.run", "match.run_territory", "match.run_step", "match.method", "match.method_number",
    "match.starving", "match.run_property", "match.unreachable", "audit.head", "app.need",
    "app.training_content",
  ]
}
