import Testing

@testable import Programme

/// A day of a test.
private func day(_ text: String) -> Day {
  guard let day = Day(iso: text) else {
    Issue.record("\(text) is no day")
    return Day(number: 0)
  }
  return day
}

/// The cells of a sound version of `talent.level`, with what a test changes.
private func cells(_ change: (inout RuleVersion.Cells) -> Void = { _ in }) -> RuleVersion.Cells {
  var cells = RuleVersion.Cells(
    rule: "talent.level", version: "1", schemes: "vte|vte_ti", validFrom: day("2018-11-22"),
    validTo: nil, parameters: "minimum=5", status: nil, source: "test",
    checkedOn: day("2026-11-01"), doubt: nil, text: "Niveau 5.", remedy: nil, question: nil)
  change(&cells)
  return cells
}

@Suite struct `A version of a rule` {
  @Test func `is read from its cells`() throws {
    let version = try RuleVersion(cells())
    #expect(version.rule == .talentLevel && version.schemes == [.vte, .vteTI])
    #expect(version.parameters == ["minimum": 5] && version.writtenParameters == "minimum=5")
    let signed = try RuleVersion(
      cells {
        $0.rule = "contract.signed"
        $0.parameters = "from=2020-01-01|ahead_months=12"
      })
    #expect(signed.writtenParameters == "from=2020-01-01|ahead_months=12")
  }

  @Test(arguments: [
    ("talent.age", "vte", "", nil, "knows no rule"),
    ("talent.level", "vtx", "minimum=5", nil, "\"vtx\" is none of"),
    ("talent.level", "", "minimum=5", nil, "none is named"),
    ("talent.level", "vte", "", nil, "needs minimum"),
    ("talent.level", "vte", "minimum=9", nil, "whole number from 3 to 8"),
    ("talent.level", "vte", "minimum=five", nil, "whole number"),
    ("talent.level", "vte", "minimum", nil, "is not name=value"),
    ("talent.level", "vte", "minimum=5|minimum=6", nil, "twice"),
    ("talent.level", "vte", "maximum=5", nil, "has no \"maximum\""),
    ("talent.level", "vte", "minimum=5", "open", "only an aid has one"),
    ("aid.ti", "vte_ti", "", nil, "an aid is open, closed or unknown"),
    ("aid.ti", "vte_ti", "", "perhaps", "is none of open"),
    ("contract.signed", "vte_ti", "from=2020-02-30|ahead_months=12", nil, "a day such as"),
    ("company.sector", "vte_ti", "first_division=5", nil, "go together"),
  ])
  func `is refused where the program could not judge by it`(
    rule: String, schemes: String, parameters: String, status: String?, reason: String
  ) throws {
    let error = try #require(
      #expect(throws: InvalidRule.self) {
        _ = try RuleVersion(
          cells {
            $0.rule = rule
            $0.schemes = schemes
            $0.parameters = parameters
            $0.status = status
          })
      })
    #expect(error.description.contains(reason), "\(error)")
  }

  @Test func `does not end before it begins`() throws {
    #expect(throws: InvalidRule.self) {
      try RuleVersion(cells { $0.validTo = day("2018-11-21") })
    }
  }

  @Test func `covers its first and its last day, and any day nobody knows`() throws {
    let version = try RuleVersion(cells { $0.validTo = day("2021-12-31") })
    #expect(version.covers(day("2018-11-22")) && version.covers(day("2021-12-31")))
    #expect(!version.covers(day("2018-11-21")) && !version.covers(day("2022-01-01")))
    #expect(version.covers(nil))
  }
}

@Suite struct `A book of rules` {
  /// One version of each rule, with whatever its parameters allow, and those a test gives.
  private func book(_ changed: [RuleVersion] = []) throws -> RuleBook {
    let rules = Set(changed.map(\.rule))
    return try RuleBook(
      changed
        + Rule.allCases.filter { !rules.contains($0) }.map { rule in
          try RuleVersion(
            cells {
              $0.rule = rule.rawValue
              $0.schemes = "vte|vte_ti|vte_vert"
              $0.status = rule.isAid ? "unknown" : nil
              $0.parameters = rule.parameters.filter { !$0.isOptional }.map {
                "\($0.name)=\($0.isDay ? "2020-01-01" : "\($0.range.lowerBound)")"
              }.joined(separator: "|")
            })
        })
  }

  private func deadline(
    _ version: String, label: Int, evidence: Int
  ) throws -> RuleVersion {
    try RuleVersion(
      cells {
        $0.rule = "label.deadline"
        $0.version = version
        $0.parameters = "label_months=\(label)|evidence_months=\(evidence)"
      })
  }

  @Test func `has every rule, and no version twice`() throws {
    let all = try book().versions.values.flatMap(\.self)
    #expect(throws: InvalidRule(description: "talent.level has two versions \"1\"")) {
      try RuleBook(all + [RuleVersion(cells())])
    }
    #expect(throws: InvalidRule(description: "pay has no version")) {
      try RuleBook(all.filter { $0.rule != .pay })
    }
  }

  @Test func `asks that an apprentice's training begin within three months`() throws {
    let book = try book([deadline("1", label: 6, evidence: 12)])
    func told(_ contract: Contract?, training: String? = nil) throws -> [String] {
      book.deadlines(
        hiredOn: day("2026-10-01"), contract: contract, trainingStartsOn: training.map(day)
      ).map { "\($0.what) \($0.on)" }
    }
    #expect(
      try told(.apprentissage)
        == ["training 2027-01-01", "label 2027-04-01", "evidence 2027-10-01"])
    for contract in [Contract.cdi, .professionnalisation, nil] {
      #expect(try told(contract).count == 2)
    }
    #expect(try told(.apprentissage, training: "2027-01-01").count == 2)
    #expect(try told(.apprentissage, training: "2026-09-07").count == 2)
    // A beginning that is too late leaves the deadline standing.
    #expect(try told(.apprentissage, training: "2027-01-02").count == 3)
  }

  @Test(arguments: [
    ("2026-10-15", "2027-04-15", "2027-10-15"), ("2026-08-31", "2027-02-28", "2027-08-31"),
    ("2024-02-29", "2024-08-29", "2025-02-28"), ("2027-08-31", "2028-02-29", "2028-08-31"),
  ])
  func `counts the deadlines of a hire in calendar months`(
    hire: String, label: String, evidence: String
  ) throws {
    let book = try book([deadline("1", label: 6, evidence: 12)])
    #expect(
      book.deadlines(hiredOn: day(hire)) == [
        Deadline(what: .label, on: day(label)), Deadline(what: .evidence, on: day(evidence)),
      ])
    #expect(book.deadlines(hiredOn: day("2018-11-21")).isEmpty)
  }

  @Test func `takes of two readings of a deadline the one that is safe in both`() throws {
    let book = try book([
      deadline("1", label: 6, evidence: 12), deadline("2", label: 4, evidence: 18),
    ])
    #expect(
      book.deadlines(hiredOn: day("2026-01-15")) == [
        Deadline(what: .label, on: day("2026-05-15")),
        Deadline(what: .evidence, on: day("2027-07-15")),
      ])
  }

  @Test func `asks for a check after six months, by the versions in force`() throws {
    func level(_ version: String, until end: String?, checked: String) throws -> RuleVersion {
      try RuleVersion(
        cells {
          $0.version = version
          $0.validTo = end.map(day)
          $0.checkedOn = day(checked)
        })
    }
    let book = try book([
      level("old", until: "2021-12-31", checked: "2020-01-01"),
      level("a", until: nil, checked: "2026-11-01"), level("b", until: nil, checked: "2026-08-31"),
    ])
    #expect(book.checkedOn(.talentLevel, on: day("2026-11-28")) == day("2026-08-31"))
    #expect(book.overdue(on: day("2027-02-28")).isEmpty)
    #expect(book.overdue(on: day("2027-03-01")) == [.talentLevel])
    #expect(book.overdue(on: day("2027-05-02")) == Rule.allCases)
  }

  @Test func `tells of an aid what every source says of it`() throws {
    func aid(
      _ version: String, _ from: String, _ to: String?, _ status: String, _ amount: Int?
    ) throws -> RuleVersion {
      try RuleVersion(
        cells {
          $0.rule = "aid.vert"
          $0.version = version
          $0.validFrom = day(from)
          $0.validTo = to.map(day)
          $0.status = status
          $0.parameters = amount.map { "amount_eur=\($0)" }
        })
    }
    let book = try book([
      aid("1", "2020-09-01", "2021-12-31", "open", 8_000),
      aid("2", "2021-03-20", "2022-12-31", "open", 12_000),
      aid("3", "2022-06-01", nil, "closed", 12_000),
    ])
    func told(_ on: String) -> (AidStatus, Int?) {
      let aid = book.aid(.aidVert, on: day(on))
      return (aid.status, aid.amount)
    }
    #expect(told("2020-08-31") == (.unknown, nil))
    #expect(told("2021-03-19") == (.open, 8_000))
    #expect(told("2021-03-20") == (.open, nil))
    #expect(told("2022-06-01") == (.unknown, 12_000))
    #expect(told("2023-01-01") == (.closed, nil))
  }
}

@Suite struct `Printed French` {
  @Test func `of dates and amounts does not break`() {
    #expect(French.date(day("2026-10-01")) == "1er\u{A0}octobre\u{A0}2026")
    #expect(French.euros(1_500_000_000) == "1\u{202F}500\u{202F}000\u{202F}000\u{A0}€")
    #expect(French.number(999) == "999")
  }
}
