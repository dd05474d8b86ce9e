/// The positions of a snapshot, ordered by id.
struct PositionColumns: Sendable {
  /// What is told once per position.
  struct Facts: Sendable {
    var id: Symbol
    var company: Symbol
    var territory: Symbol
    var commune: Symbol
    var department: Symbol
    var region: Symbol
    var sector: Symbol
    var mission: Symbol
    /// The number of the occupation.
    var occupation: UInt32?
    var point: Point?
    var isOpen: Bool
    var minimumLevel: UInt8?
    var contracts: ContractSet
    var startDay: Int32?
    var durationMonths: Int16?
    var payMin: Int32?
    var payMax: Int32?
    /// The day of the hire: the start, or the run's date where that is later or none was told.
    var hireDay: Int32
    /// What ties are drawn with.
    var identity: UInt64
    /// The first half of the tie break: a keyed hash of the identity.
    var tie: UInt64

    /// Whether anything was told about the place of work.
    var hasPlace: Bool {
      commune != .none || territory != .none || department != .none || region != .none
        || point != nil
    }
  }

  /// A skill asked.
  typealias Asked = FlatWorld.AskedSkill

  /// A language asked.
  struct Language: Sendable {
    var code: LanguageCode
    var level: UInt8
    var isRequired: Bool
  }

  var facts: [Facts] = []
  /// Required skills, then desired ones, each by key.
  var asked = Ragged<Asked>()
  /// How many of the asked skills are required.
  var requiredCount: [Int32] = []
  /// Languages by code.
  var languages = Ragged<Language>()
}
