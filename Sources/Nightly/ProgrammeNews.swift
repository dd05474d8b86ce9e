import Digest
import Matching
import Postgres
import Programme
import Store

/// What the rules of the programme say to the readers of a run: which label a position may carry, and
/// what is due for recorded hires.
struct ProgrammeNews: Sendable {
  /// The label each position may carry, by its id; none where the rules say no.
  let labels: [String: LabelLine]
  /// What is due for the hires of a run's territories, the earliest first.
  let due: [Due]
  /// The day the aid that goes with a VTE TI was last compared with its sources; nil when it is closed.
  let aidCheckedDay: Day?

  /// Something that is due for a hire.
  struct Due: Sendable {
    let hire: RecordedHire
    let item: DeadlineItem
  }

  /// Judges the positions and the hires of a run by the rules in use.
  static func read(
    positions: [String], run: Run, gazetteer: Gazetteer, _ connection: Connection
  ) async throws -> ProgrammeNews {
    let book = try await RuleBook.read(connection)
    let territories = Set(run.territories)
    let hires = try await RecordedHire.list(connection).filter {
      territories.contains(gazetteer.territory(ofCommune: $0.commune.code) ?? Run.outside)
    }
    let aid = book.aid(.aidTI, on: run.date)
    return ProgrammeNews(
      labels: try await labels(of: positions, on: run.date, by: book, connection),
      due: due(of: hires, on: run.date, by: book),
      aidCheckedDay: aid.status == .closed ? nil : aid.checkedOn)
  }

  private static func labels(
    of positions: [String], on date: Day, by book: RuleBook, _ connection: Connection
  ) async throws -> [String: LabelLine] {
    let workplaces = try await Workplaces.read(connection)
    let known = try await PositionKnowledge.read(all: positions, workplaces, connection)
    return Dictionary(
      known.compactMap { position in
        book.prospect(of: HireFacts(position, nil, on: date), under: position.contracts).map {
          (position.id, LabelLine($0.scheme, open: $0.open))
        }
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func due(
    of hires: [RecordedHire], on date: Day, by book: RuleBook
  ) -> [Due] {
    hires.flatMap { hire in
      book.deadlines(
        hiredOn: hire.hiredOn, contract: hire.contract, trainingStartsOn: hire.trainingStartsOn
      ).compactMap { deadline in
        DeadlineItem(
          hire: hire.id, siret: hire.siret, deadline: deadline, hiredDay: hire.hiredOn,
          positionTitle: hire.position?.name, today: date
        ).map { Due(hire: hire, item: $0) }
      }
    }.sorted { precedes($0.item, $1.item) }
  }

  /// Whether one deadline comes before another.
  static func precedes(_ one: DeadlineItem, _ other: DeadlineItem) -> Bool {
    (one.day, one.what.rawValue, one.hire) < (other.day, other.what.rawValue, other.hire)
  }

  /// The label a position may carry with a candidate; nil when the rules say no to either.
  func label(_ pair: Composer.ListedPair) -> LabelLine? {
    guard let label = labels[pair.match.position],
      let gate = pair.explanation.gates.first(where: { $0.gate == .programme })
    else { return nil }
    switch gate.result {
    case .fail: return nil
    case .pass: return label
    case .unknown: return label.confirming(Self.rule(gate.reason))
    }
  }

  /// The rule about the candidate that the gate could not judge.
  private static func rule(_ reason: GateReason) -> Rule {
    switch reason {
    case .diplomaAtLimit, .diplomaAfterHire, .diplomaNotTold: .talentGraduate
    case .workStudyNotTold, .studiesNotTold: .talentStudent
    default: .talentLevel
    }
  }
}
