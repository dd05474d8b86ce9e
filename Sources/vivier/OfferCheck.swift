import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// Judges the positions of a file that need not be imported.
struct OfferCheck {
  private let day: Day
  private let book: RuleBook
  private let workplaces: Workplaces
  private let establishments: EstablishmentKnowledge

  /// Reads what the judgement needs: rules, places, and the companies that are known already.
  static func prepare(on day: Day, _ connection: Connection) async throws -> OfferCheck {
    OfferCheck(
      day: day, book: try await RuleBook.read(connection),
      workplaces: try await Workplaces.read(connection),
      establishments: try await EstablishmentKnowledge.read(connection))
  }

  /// Answers every row; ends with exit code 65 when one was refused.
  ///
  /// - `json`: one object a row, as for lines of facts; else a table.
  func run(_ file: consuming FileReader, json: Bool, _ terminal: Terminal) throws {
    var reader = ImportReader<PositionRow>()
    var sheet = Sheet(
      ("line", .right), ("reference", .left), ("vte", .left), ("vte_ti", .left),
      ("vte_vert", .left), ("no", .left), ("unknown", .left))
    var refused = 0
    var isFinished = false
    while !isFinished {
      if let chunk = try file.next() {
        reader.append(chunk)
      } else {
        reader.finish()
        isFinished = true
      }
      while let item = try reader.next() {
        let judged = judge(item)
        switch judged.answer {
        case .success(let (reference, eligibility)):
          if json {
            output(JSON(eligibility).compact + "\n")
          } else {
            add(reference, judged.line, eligibility, to: &sheet)
          }
        case .failure(let error):
          refused += 1
          if json {
            let answer: JSON = [
              "line": .integer(judged.line), "error": .string(error.description),
            ]
            output(answer.compact + "\n")
          } else {
            note("line \(judged.line), \(error.description)")
          }
        }
      }
    }
    if !json {
      output(terminal.isInteractive ? sheet.table(width: terminal.width) : sheet.tsv)
      advise(
        "only what depends on the position and its company is looked at; a pair: vivier check pair P C"
      )
    }
    if refused > 0 { throw ExitCode.dataError }
  }

  private struct Refusal: Error { let description: String }

  private func judge(
    _ item: ImportItem<PositionRow>
  ) -> (line: Int, answer: Result<(String, Eligibility), Refusal>) {
    switch item {
    case .rejected(let row):
      return (
        row.line,
        .failure(Refusal(description: row.issues.map(\.description).joined(separator: "; ")))
      )
    case .row(let row, let line, _):
      do {
        return (line, .success((row.reference, book.judge(try facts(row)))))
      } catch {
        return (line, .failure(error))
      }
    }
  }

  private func facts(_ row: PositionRow) throws(Refusal) -> HireFacts {
    let known = establishments.find(row.siret)
    var facts = HireFacts(date: day)
    facts.company = known?.facts ?? HireFacts.Company()
    facts.company.siret = row.siret
    // The first one possible stands for all, as for a position that is imported.
    facts.position.contract = Contract.allCases.first(where: row.contracts.contains)
    facts.position.durationInMonths = row.durationInMonths
    facts.position.mission = row.mission
    facts.position.hiredOn = row.startOn.flatMap { $0 >= day ? $0 : nil }
    if let commune = row.commune ?? known?.commune {
      guard let workplace = workplaces.find(commune) else {
        throw Refusal(
          description: "commune: no commune has the code \(commune) (use the Insee code)")
      }
      facts.position.workplace = workplace
    }
    return facts
  }

  private func add(
    _ reference: String, _ line: Int, _ eligibility: Eligibility, to sheet: inout Sheet
  ) {
    let subjects: Set<Rule.Subject> = [.position, .company]
    func rules(_ result: Eligibility.Result) -> JSON {
      .array(
        Rule.allCases.filter { rule in
          rule.decides && subjects.contains(rule.subject)
            && eligibility.outcomes.contains { $0.rule == rule && $0.result == result }
        }.map { .string($0.rawValue) })
    }
    let results = Scheme.allCases.map {
      JSON.string(eligibility.result($0, about: subjects).rawValue)
    }
    sheet.add(
      .integer(line), .string(reference), results[0], results[1], results[2], rules(.no),
      rules(.unknown))
  }
}
