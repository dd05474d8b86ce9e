import ArgumentParser
import Foundation

/// The file of settings: the part of YAML that Ops/vivier.yaml shows.
///
/// A line is `key: value`, indented by two spaces below the key it belongs to; `#` begins a comment; a
/// value may stand in quotes. Whatever else YAML knows is refused with its line, never guessed at.
struct SettingsFile {
  /// One setting of the file.
  struct Entry: Hashable {
    /// Its name, such as `smtp.host`.
    let name: String
    let value: String
    /// Where it stands, from 1.
    let line: Int
  }

  /// Where it was read; nil when there is none.
  let path: String?
  /// What it says, in its order.
  let entries: [Entry]

  /// No file.
  static let none = SettingsFile(path: nil, entries: [])
  /// Where it is looked for when nothing names one.
  static let usualPath = "/etc/vivier/vivier.yaml"

  private init(path: String?, entries: [Entry]) {
    self.path = path
    self.entries = entries
  }

  /// Reads the file that is named, by `--config` or `VIVIER_CONFIG`, else the usual one when it exists.
  static func read(_ told: String?, environment: [String: String]) throws -> SettingsFile {
    let variable = environment["VIVIER_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    guard let path = told ?? variable else {
      guard FileManager.default.fileExists(atPath: usualPath) else { return none }
      return try read(at: usualPath)
    }
    return try read(at: path)
  }

  private static func read(at path: String) throws -> SettingsFile {
    guard let data = path == "/dev/null" ? Data() : FileManager.default.contents(atPath: path)
    else {
      throw Failure(
        what: "the settings file \(path) cannot be read", hint: "name another with --config",
        code: .configuration)
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(what: "\(path) is not UTF-8", hint: "save it as UTF-8", code: .configuration)
    }
    return try SettingsFile(text, path: path)
  }

  /// Reads the text of a file.
  ///
  /// - Throws: `Failure` naming the line that is not understood, and what was expected.
  init(_ text: String, path: String) throws {
    var entries: [Entry] = []
    var sections: [String] = []
    var hasValue = true
    // A line end of Windows is one character.
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() {
      let number = index + 1
      func refuse(_ what: String, _ hint: String) -> Failure {
        Failure(what: "\(path) line \(number): \(what)", hint: hint, code: .configuration)
      }
      let content = line.drop { $0 == " " }
      guard !content.isEmpty, !content.hasPrefix("#") else { continue }
      let indentation = line.count - content.count
      guard !line.contains("\t"), indentation % 2 == 0 else {
        throw refuse("indented by tabs or an odd number of spaces", "indent by two spaces")
      }
      let depth = indentation / 2
      guard depth <= sections.count, hasValue ? true : depth == sections.count else {
        throw refuse(
          "deeper or less deep than what stands above", "indent by two spaces below a key")
      }
      guard let colon = content.firstIndex(of: ":") else {
        throw refuse("no \"key: value\"", "see Ops/vivier.yaml")
      }
      let key = content[..<colon]
      guard !key.isEmpty, key.utf8.allSatisfy(Self.isOfKey) else {
        throw refuse("\"\(key)\" is no key", "keys are small letters, digits, _ and -")
      }
      sections.removeLast(sections.count - depth)
      let rest = content[content.index(after: colon)...]
      guard rest.isEmpty || rest.hasPrefix(" ") else {
        throw refuse("no space after the colon", "write \"\(key): value\"")
      }
      let name = (sections + [String(key)]).joined(separator: ".")
      guard let value = Self.scalar(rest.drop { $0 == " " }) else {
        throw refuse("a value that is not one line of text", "put it in double quotes")
      }
      guard !entries.contains(where: { $0.name == name || $0.name.hasPrefix(name + ".") }) else {
        throw refuse("\(name) is told twice", "leave one of them out")
      }
      hasValue = !value.isEmpty
      if hasValue {
        entries.append(Entry(name: name, value: value, line: number))
      } else {
        sections.append(String(key))
      }
    }
    self.init(path: path, entries: entries)
  }

  private static func isOfKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// The value that a line ends with, empty when it has none; nil for what only YAML understands.
  private static func scalar(_ text: Substring) -> String? {
    guard let first = text.first, first != "#" else { return "" }
    if first == "\"" || first == "'" {
      let rest = text.dropFirst()
      guard let end = rest.firstIndex(of: first) else { return nil }
      let after = rest[rest.index(after: end)...].drop { $0 == " " }
      guard after.isEmpty || after.hasPrefix("#"), !rest[..<end].contains("\\") else { return nil }
      return String(rest[..<end])
    }
    guard !"[]{}&*!|>%@`-?,".contains(first) || text.first == "-" && text.dropFirst().first != " "
    else { return nil }
    var value = text
    if let comment = text.range(of: " #") { value = text[..<comment.lowerBound] }
    guard !value.contains(": ") else { return nil }
    while value.last == " " { value.removeLast() }
    return String(value)
  }

  // MARK: As variables

  /// The environment with what the file tells: a variable that is set is stronger.
  func environment(over told: [String: String]) -> [String: String] {
    var result = told
    let isSet = { (name: String) in !(told[name] ?? "").isEmpty }
    var territories: [String] = []
    for entry in entries {
      guard let name = SettingName.find(entry.name) else { continue }
      if name.isMap {
        territories.append("\(entry.name.dropFirst(name.name.count + 1))=\(entry.value)")
      } else if name.variable == "DATABASE_URL" {
        let others = ["DATABASE_URL", "PGHOST", "PGHOSTADDR", "PGSERVICE"]
        if !others.contains(where: isSet) { result[name.variable] = entry.value }
      } else if !isSet(name.variable) {
        result[name.variable] = entry.value
      }
    }
    if !territories.isEmpty, !isSet(SettingName.replyToTerritory.variable) {
      result[SettingName.replyToTerritory.variable] = territories.joined(separator: " ")
    }
    return result
  }

  /// What is wrong with what it says: names that nothing reads, and secrets that must not stand here.
  var problems: [(line: Int, what: String, hint: String)] {
    entries.compactMap { entry in
      let key = entry.name.split(separator: ".").last ?? ""
      let holdsPassword =
        entry.name == "database"
        && (entry.value.contains("password=") || entry.value.contains(/:\/\/[^@\/]*:[^@\/]*@/))
      if key.contains("password") && key != "password_file" || holdsPassword {
        return (
          entry.line, "a secret never stands in the settings",
          "put it into a file of its own, chmod 600: smtp.password_file, or ~/.pgpass for a database"
        )
      }
      guard SettingName.find(entry.name) == nil else { return nil }
      return (entry.line, "nothing reads \(entry.name)", "see Ops/vivier.yaml for what there is")
    }
  }

  /// Fails with the first of the problems.
  func check() throws {
    guard let problem = problems.first, let path else { return }
    throw Failure(
      what: "\(path) line \(problem.line): \(problem.what)", hint: problem.hint,
      code: .configuration)
  }
}
