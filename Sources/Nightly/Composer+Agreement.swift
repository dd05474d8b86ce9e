import Digest
import Postgres
import Programme
import Store

// Messages about what people agreed to: who is introduced to whom, and who is asked first.
extension Composer {
  /// One message a reader with every introduction that was not told yet, for positions of the run's
  /// territories, whatever the frequency of the reader's digests.
  func introductionDrafts(_ connection: Connection) async throws -> [Outbox.Draft] {
    let territories = Set(run.territories)
    let standing = try await Introduction.standing(on: run.date, connection).filter {
      $0.contact != nil
        && territories.contains(gazetteer.territory(ofCommune: $0.commune) ?? Run.outside)
    }
    guard !standing.isEmpty else { return [] }
    let codes = try await Audience.codes(
      for: standing.map { (reader: $0.siren, candidate: $0.candidate) }, connection)
    let coded = Array(zip(standing, codes))
    let companies = try await introductionDrafts(
      .company, of: coded, to: .contact, reader: { $0.contact }, connection)
    let candidates = try await introductionDrafts(
      .candidate, of: coded, to: .candidate, reader: { $0.candidate }, connection)
    return companies + candidates
  }

  private func introductionDrafts(
    _ side: IntroductionMail.Side, of coded: [(Introduction, String)],
    to kind: Outbox.RecipientKind, reader: (Introduction) -> String?, _ connection: Connection
  ) async throws -> [Outbox.Draft] {
    let told = try await Outbox.told(.introduction, connection)
    let served = try await Outbox.recipients(.introduction, on: run.date, connection)
    let ofReader = Dictionary(grouping: coded) { reader($0.0) ?? "" }
    return try ofReader.keys.sorted().compactMap { recipient in
      let known = Set((told[recipient] ?? []).map(\.position))
      let news = (ofReader[recipient] ?? []).filter { !known.contains($0.0.id) }
      guard !recipient.isEmpty, !served.contains(recipient), !news.isEmpty else { return nil }
      let mail = IntroductionMail(
        date: run.date, isDemo: isDemo, reader: side,
        introductions: news.map { item(of: $0, code: $1, to: side) })
      return try stored(mail, .introduction, kind, recipient)
    }
  }

  private func item(
    of introduction: Introduction, code: String, to side: IntroductionMail.Side
  ) -> IntroductionMail.Item {
    IntroductionMail.Item(
      introduction: introduction.id, title: introduction.title,
      companyName: introduction.companyName,
      communeName: gazetteer.commune(introduction.commune)?.name,
      code: side == .company ? code : nil,
      given: side == .company ? introduction.companyReveals : introduction.candidateReveals)
  }

  /// One message, once, to everybody who was entered without agreement; none until somebody is named
  /// who answers for the data and a notice is loaded.
  func confirmationDrafts(_ connection: Connection) async throws -> [Outbox.Draft] {
    guard let controller = installation.controller,
      let notice = try await PrivacyNotice.inUse(.talent, on: run.date, connection)
    else { return [] }
    let served = try await Outbox.recipients(.confirmation, on: run.date, connection)
    let waiting = try await Unconfirmed.toAsk(connection).filter {
      !served.contains($0.candidate)
    }
    return try waiting.map { person in
      let mail = Confirmation(
        date: run.date, isDemo: isDemo, notice: notice, controller: controller,
        contact: installation.dataProtectionContact, source: person.source)
      return try stored(mail, .confirmation, .candidate, person.candidate)
    }
  }
}
