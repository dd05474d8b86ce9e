/// The candidates of a snapshot, ordered by id.
struct CandidateColumns: Sendable {
  /// What is told once per candidate.
  struct Facts: BitwiseCopyable, Sendable {
    var id: Symbol
    var diploma: Symbol
    var isOpen: Bool
    var hasConsent: Bool
    var contracts: ContractSet
    var levelHeld: UInt8?
    var levelPrepared: UInt8?
    private let toldDiplomaDay: Told
    private let toldDiplomaEnd: Told
    private let toldAvailableDay: Told
    private let toldMinimumPay: Told
    var exposures: Int32
    /// What ties are drawn with.
    var identity: UInt64
    /// The second half of the tie break: a keyed hash of the identity.
    var tie: UInt64

    init(
      id: Symbol, diploma: Symbol, isOpen: Bool, hasConsent: Bool, contracts: ContractSet,
      levelHeld: UInt8?, levelPrepared: UInt8?, diplomaDay: Int32?, diplomaEnd: Int32?,
      availableDay: Int32?, minimumPay: Int32?, exposures: Int32, identity: UInt64, tie: UInt64
    ) {
      self.id = id
      self.diploma = diploma
      self.isOpen = isOpen
      self.hasConsent = hasConsent
      self.contracts = contracts
      self.levelHeld = levelHeld
      self.levelPrepared = levelPrepared
      toldDiplomaDay = Told(diplomaDay)
      toldDiplomaEnd = Told(diplomaEnd)
      toldAvailableDay = Told(availableDay)
      toldMinimumPay = Told(minimumPay)
      self.exposures = exposures
      self.identity = identity
      self.tie = tie
    }

    var diplomaDay: Int32? { toldDiplomaDay.value }
    /// The day from which the programme finds the diploma too old.
    var diplomaEnd: Int32? { toldDiplomaEnd.value }
    var availableDay: Int32? { toldAvailableDay.value }
    var minimumPay: Int32? { toldMinimumPay.value }
  }

  /// A number or nothing, in four bytes: there are millions of candidates.
  private struct Told: BitwiseCopyable, Sendable {
    private let raw: Int32

    init(_ value: Int32?) { raw = value ?? FlatWorld.notTold }

    var value: Int32? { raw == FlatWorld.notTold ? nil : raw }
  }

  /// A skill held.
  typealias Held = FlatWorld.HeldSkill

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
