import Exchange
import Programme
import Testing

@Suite struct `A template` {
  @Test(arguments: ImportKind.allCases) func `describes every column, in French and in English`(
    kind: ImportKind
  ) {
    let guide = ImportGuide(kind)
    #expect(guide.undescribed == [])
    for entry in guide.entries {
      #expect(guide.page.contains("`\(entry.column.name)`"))
      #expect(!entry.column.isRequired || !entry.example.isEmpty)
    }
  }

  @Test(arguments: ImportKind.allCases) func `has headers that an import takes for its columns`(
    kind: ImportKind
  ) throws {
    let guide = ImportGuide(kind)
    let header = try ImportHeader(kind, guide.entries.map(\.title))
    #expect(header.warnings == [])
    for entry in guide.entries {
      let own = [fold(entry.column.name)] + entry.column.aliases
      #expect(
        own.contains(fold(entry.title)), "\(entry.title) is no header of \(entry.column.name)")
    }
  }

  @Test func `opens in French spreadsheets: a mark, semicolons, one filled line`() {
    let bytes = ImportGuide(.positions).template
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    let lines = String(decoding: bytes.dropFirst(3), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("Référence;SIRET;Intitulé;"))
  }

  @Test func `shows a position that nobody has to decide about`() throws {
    var reader = ImportReader<PositionRow>()
    reader.append(ImportGuide(.positions).template)
    reader.finish()
    guard case .row(let row, _, _) = try reader.next() else {
      Issue.record("the line is refused")
      return
    }
    #expect(row.check.flags == [])
  }
}

@Suite struct `A required language` {
  private func language(_ cell: String) throws -> AskedLanguage? {
    var reader = ImportReader<PositionRow>()
    reader.append(
      Array("reference,siret,title,languages\nA,35600000000048,Acheteur,\(cell)\n".utf8))
    reader.finish()
    guard case .row(let row, _, _) = try reader.next() else { return nil }
    return row.languages.first
  }

  @Test(arguments: [
    "en:B2:required", "en:B2:required:", "en:B2:required:oui", "en:B2:required:anglais courant",
    "en:B2:requis:indispensable pour le poste", "en:B2:required:obligatoire",
  ])
  func `without a reason tied to the job is wished`(cell: String) throws {
    let language = try #require(try language(cell))
    #expect(!language.isRequired && language.lacksReason)
  }

  @Test(arguments: [
    "en:B2:required:export", "en:B2:required:clients en Allemagne",
    "en:B2:requis:réunions du groupe en anglais",
  ])
  func `with one is required`(cell: String) throws {
    let language = try #require(try language(cell))
    #expect(language.isRequired && !language.lacksReason)
  }

  @Test func `that is only wished lacks no reason`() throws {
    let language = try #require(try language("en:B2"))
    #expect(!language.isRequired && !language.lacksReason)
  }
}
