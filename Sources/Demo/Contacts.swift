import Exchange
import Programme

/// Who is written to in a demonstration, beside the contacts that companies tell with themselves.
struct Contacts {
  /// The cells of the file.
  private(set) var records: [[String]] = []
  private var generator: Generator

  init(_ employers: Employers, _ schools: Schools, seed: UInt64, around: Day) {
    generator = Generator(seed: seed, part: 5)
    addLeads()
    addCompanies(employers)
    addAnswers(employers, around)
    for (index, school) in schools.schools.enumerated() {
      add("cfa-\(Invention.padded(index + 1, to: 2))", "cfa:\(school.siret)", "Développement")
    }
  }

  /// A lead for each territory shown, one of them for two, and two for the one of two regions.
  private mutating func addLeads() {
    let role = "Chef ou cheffe de projet"
    add("territoire-1", "territory:ti-9305", role)
    add("territoire-2", "territory:ti-2402|territory:ti-5202", role)
    add("territoire-3", "territory:ti-7510:75", role)
    add("territoire-4", "territory:ti-7510:76", role)
  }

  /// One for all sites of a company that has several.
  private mutating func addCompanies(_ employers: Employers) {
    let sites = Dictionary(grouping: employers.establishments) { $0.siret.prefix(9) }
    for (siren, places) in sites.sorted(by: { $0.key < $1.key }) where places.count > 1 {
      add("siege-\(siren.dropFirst(4).prefix(4))", "company:\(siren)", "Ressources humaines")
    }
  }

  /// What some of the contacts of companies asked for: another rhythm, a pause, no mail at all.
  private mutating func addAnswers(_ employers: Employers, _ around: Day) {
    for (index, place) in employers.establishments.enumerated() {
      let number = Invention.padded(index + 1, to: 4)
      let address = "contact-\(number)@entreprise-\(number).example"
      guard employers.records[index][Self.emailColumn] == address else { continue }
      let scope = "establishment:\(place.siret)"
      switch generator.number(1...40) {
      case 1: records.append([address, scope, "", "", "", "", "never", ""])
      case 2:
        let end = around.adding(days: generator.number(20...60))
        records.append([address, scope, "", "", "", "", "", "\(end)"])
      case 3...5: records.append([address, scope, "", "", "", "", "monthly", ""])
      default: continue
      }
    }
  }

  /// The place of the address in the file of companies.
  private static let emailColumn =
    ImportKind.companies.columns.firstIndex { $0.name == "contact_email" } ?? 0

  private mutating func add(_ place: String, _ scopes: String, _ role: String) {
    let number = Invention.padded(records.count + 1, to: 4)
    let civility = ["M.", "Mme", ""][generator.share(40, 40, 20)]
    let given = generator.pick(Invention.givenNames) ?? ""
    records.append([
      "personne-\(number)@\(place).example", scopes, civility, given + " Exemple K\(number)", role,
      "", "", "",
    ])
  }
}
