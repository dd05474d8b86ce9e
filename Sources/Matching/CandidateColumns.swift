/// The candidates of a snapshot, ordered by id.
struct CandidateColumns: Sendable {
  /// What is told once per candidate.
  struct Facts: Sendable {
    var id: Symbol
    var diploma: Symbol
    var isOpen: Bool
    var hasConsent: Bool
    var contracts: ContractSet
    var levelHeld: UInt8?
    var levelPrepared: UInt8?
    var diplomaDay: Int32?
    /// The day from which the programme finds the diploma too old.
    var diplomaEnd: Int?
    var availableDay: Int32?
    var minimumPay: Int32?
    var exposures: Int32
    /// What ties are drawn with.
    var identity: UInt64
    /// The second half of the tie break: a keyed hash of the identity.
    var tie: UInt64
  }

  /// A skill held.
  struct Held: Sendable {
    var skill: UInt32
    /// The product of both factors, in millionths.
    var strength: Int32
    var proficiency: UInt8
    var evidence: Evidence
  }

  /// A language told.
  struct Language: Sendable {
    var code: LanguageCode
    var level: UInt8
  }

  /// A declared search area.
  enum Place: Sendable {
    case circle(Point, limit: Int64)
    case territory(Symbol)
    case department(Symbol)
    case region(Symbol)
    case country
  }

  var facts: [Facts] = []
  /// Skills by key.
  var held = Ragged<Held>()
  /// Languages by code.
  var languages = Ragged<Language>()
  /// Areas in a fixed order.
  var areas = Ragged<Place>()
  /// Occupations wished, best first.
  var wished = Ragged<UInt32>()
  /// Occupations of the diploma, by code.
  var diplomaOccupations = Ragged<UInt32>()
  /// Occupations concluded where none was told, by code.
  var inferredOccupations = Ragged<UInt32>()
  /// Missions wished, by key.
  var missions = Ragged<Symbol>()
  /// Sectors wished, by key.
  var sectors = Ragged<Symbol>()
  /// Companies that must not see them.
  var invisibleTo = Ragged<Symbol>()
  /// Positions refused before.
  var refused = Ragged<Symbol>()
  /// ROME 3 occupations of the diploma whose base skills are inferred.
  var inferredFromDiploma = Ragged<UInt32>()
  /// ROME 3 occupations wished, beyond those, whose base skills are inferred.
  var inferredFromOccupations = Ragged<UInt32>()
}
