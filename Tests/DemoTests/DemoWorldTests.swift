import Demo
import Exchange
import Foundation
import Programme
import Testing

@Suite(.enabled(if: ShippedWorld.isComplete)) struct `The demonstration world` {
  let world: ShippedWorld

  init() throws { world = try ShippedWorld.shared.get() }

  @Test func `is the same whenever it is made again`() throws {
    let again = try DemoWorld.generate(reference: world.reference)
    for (first, second) in zip(world.generated.files, again.files) {
      #expect(first.name == second.name)
      #expect(first.bytes == second.bytes, "\(first.name)")
    }
  }

  @Test func `is another with another seed`() throws {
    let other = try DemoWorld.generate(reference: world.reference, seed: 1)
    for (first, second) in zip(world.generated.files, other.files) {
      #expect(first.bytes != second.bytes, "\(first.name)")
    }
  }

  @Test func `comes out byte for byte as in Seeds`() throws {
    for (name, bytes) in world.generated.files {
      #expect(
        [UInt8](try Data(contentsOf: seeds.appending(path: "demo/" + name))) == bytes, "\(name)")
    }
  }

  @Test func `names the reference file it misses`() {
    var reference = world.reference
    reference["rome3/mobility.csv"] = nil
    #expect(throws: DemoError.missing(path: "rome3/mobility.csv")) {
      try DemoWorld.generate(reference: reference)
    }
  }

  @Test func `names the column a reference file misses`() {
    var reference = world.reference
    reference["rome3/mobility.csv"] = Array("occupation,target\nH1102,H1206\n".utf8)
    #expect(throws: DemoError.column("kind", path: "rome3/mobility.csv")) {
      try DemoWorld.generate(reference: reference)
    }
  }

  @Test func `has enough of everything`() {
    #expect(world.companies.count >= 300)
    #expect(world.positions.count >= 600)
    #expect(world.candidates.count >= 4_000)
    #expect(world.trainings.flatMap(\.sessions).count >= 120)
  }

  @Test func `lies in forty territories, the four shown ones, overseas and outside all`() {
    let places = world.positions.compactMap { world.place(of: $0) }
    let territories = places.map { world.territories[$0] }
    let named = Set(territories.compactMap(\.self))
    #expect(places.count == world.positions.count)
    #expect(named.count >= 40)
    #expect(named.isSuperset(of: ["ti-9305", "ti-2402", "ti-5202", "ti-7510"]))
    #expect(territories.contains(nil))
    for prefix in ["971", "972", "973", "974", "976"] {
      #expect(places.contains { $0.hasPrefix(prefix) }, "\(prefix)")
    }
    #expect(places.contains("06033"))
  }

  @Test func `has the gaps of real files`() {
    func share<Row>(_ rows: [Row], _ isSo: (Row) -> Bool) -> Int {
      rows.filter(isSo).count * 100 / rows.count
    }
    #expect((1...5).contains(share(world.positions) { $0.payMin == nil }))
    #expect((30...50).contains(share(world.positions) { $0.accessWithoutCar != nil }))
    #expect((30...55).contains(share(world.positions) { $0.remoteDays != nil }))
    #expect((14...26).contains(share(world.positions) { $0.startOn == nil }))
    #expect((8...20).contains(share(world.positions) { $0.requiredSkills.isEmpty }))
    #expect((8...16).contains(share(world.positions) { $0.minimumLevel == nil }))
    #expect((3...7).contains(share(world.candidates) { $0.consentPurposes.isEmpty }))
    #expect((1...5).contains(share(world.candidates) { $0.consentPurposes == [.matching] }))
    #expect((1...4).contains(share(world.candidates) { $0.email == nil }))
    #expect((4...12).contains(share(world.candidates) { $0.availableFrom == nil }))
    #expect(world.positions.contains { $0.status == .closed })
    #expect(world.candidates.contains { $0.status == .closed })
    #expect(world.candidates.contains { !$0.invisibleTo.isEmpty })
    #expect(world.positions.contains { $0.languages.contains(where: \.isRequired) })
    let codes = world.companies.compactMap(\.commune) + world.positions.compactMap(\.commune)
    #expect(codes.contains { world.formerCommunes.contains($0.text) })
  }

  @Test func `tells of nothing past on its day`() {
    let day = DemoWorld.day
    for position in world.positions {
      #expect(position.startOn.map { $0 > day && $0 <= day.adding(months: 10) } ?? true)
      #expect(position.openedOn.map { $0 < day && $0 >= day.adding(days: -90) } ?? false)
    }
    for candidate in world.candidates {
      #expect(candidate.availableFrom.map { $0 >= day } ?? true)
      #expect(candidate.consentOn.map { $0 < day } ?? true)
      #expect(candidate.diplomaOn.map { $0 < day } ?? true)
    }
    for session in world.trainings.flatMap(\.sessions) {
      #expect(session.start >= day.adding(days: 28) && session.start <= day.adding(months: 26))
      #expect(session.toldOn.map { $0 < day } ?? true)
    }
  }

  @Test func `has no offer that a person must decide about, but for its pay`() {
    for position in world.positions {
      #expect(
        position.check.flags.allSatisfy { $0.kind == .pay },
        "\(position.reference): \(position.check.flags)")
    }
  }

  @Test func `can be taken for nobody`() {
    for company in world.companies {
      #expect(company.siret.text.hasPrefix("2100"))
      #expect(company.companyName.hasSuffix("(fictif)"))
      #expect(company.contactEmail.map { $0.hasSuffix(".example") } ?? true)
    }
    for training in world.trainings {
      #expect(training.provider.text.hasPrefix("2100"))
      #expect(training.providerName?.hasSuffix("(fictif)") ?? false)
    }
    for candidate in world.candidates {
      #expect(candidate.familyName?.hasPrefix("Exemple ") ?? false)
      #expect(candidate.email.map { $0.hasSuffix("@vivier.example") } ?? true)
    }
    for contact in world.contacts {
      #expect(contact.email.hasSuffix(".example"))
      #expect(contact.name?.contains(" Exemple K") ?? true)
    }
  }

  @Test func `keeps keys apart and leads from file to file`() {
    let establishments = Set(world.companies.map(\.key))
    #expect(establishments.count == world.companies.count)
    #expect(Set(world.positions.map(\.key)).count == world.positions.count)
    #expect(Set(world.candidates.map(\.key)).count == world.candidates.count)
    #expect(Set(world.trainings.map(\.key)).count == world.trainings.count)
    #expect(world.positions.allSatisfy { establishments.contains($0.siret.text) })
    let providers = Set(world.trainings.map(\.provider))
    for candidate in world.candidates {
      guard case .provider(let siret) = candidate.source else { continue }
      #expect(providers.contains(siret))
    }
  }

  @Test func `has contacts of every scope and rhythm, and a lead for each territory shown`() {
    let scopes = world.contacts.flatMap(\.scopes)
    let establishments = Set(world.companies.map(\.siret))
    let providers = Set(world.trainings.map(\.provider))
    var led: [String] = []
    for scope in scopes {
      switch scope {
      case .company(let siren): #expect(establishments.contains { $0.siren == siren })
      case .establishment(let siret): #expect(establishments.contains(siret))
      case .position: Issue.record("a position has no id before it is imported")
      case .provider(let siret): #expect(providers.contains(siret))
      case .territory(let id, _): led.append(id.text)
      }
    }
    #expect(led.sorted() == ["ti-2402", "ti-5202", "ti-7510", "ti-7510", "ti-9305"])
    #expect(Set(world.contacts.map(\.email)).count == world.contacts.count)
    #expect(world.contacts.contains { $0.frequency == .never })
    #expect(world.contacts.contains { $0.frequency == .monthly })
    #expect(world.contacts.contains { $0.pausedUntil.map { $0 > DemoWorld.day } ?? false })
  }

  @Test func `speaks the codes of the reference data`() throws {
    let occupations = Set(world.column("rome4/occupation.csv", "code"))
    let titles = Set(world.column("rome4/occupation_title.csv", "label"))
    let labels = Set(world.column("rome4/occupation.csv", "label"))
    let certifications = Set(world.column("rncp/certification.csv", "code"))
    let rome3 = Set(world.column("rome3/occupation_skill.csv", "skill"))
    let rome4 = Set(world.column("rome3/skill_crosswalk.csv", "rome4"))
    func isKnown(_ skill: SkillReference) -> Bool {
      guard case .code(let code) = skill else { return false }
      return (code.edition == .rome4 ? rome4 : rome3).contains(code.code)
    }
    for position in world.positions {
      #expect(titles.contains(position.title) || labels.contains(position.title))
      #expect(position.occupation.map { occupations.contains($0.text) } ?? false)
      #expect((position.requiredSkills + position.desiredSkills).allSatisfy { isKnown($0.skill) })
    }
    for candidate in world.candidates {
      #expect(candidate.occupations.allSatisfy { occupations.contains($0.text) })
      #expect(candidate.diploma.map { certifications.contains($0.text) } ?? true)
      #expect(candidate.skills.allSatisfy { isKnown($0.skill) })
    }
    for training in world.trainings {
      #expect(training.certification.map { certifications.contains($0.text) } ?? false)
      #expect(training.skills.allSatisfy(isKnown) && !training.skills.isEmpty)
    }
  }
}
