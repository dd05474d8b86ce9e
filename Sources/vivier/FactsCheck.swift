import ArgumentParser
import Exchange
import Programme
import Store

/// Judges lines of facts, one answer a line, in order and in bounded memory.
struct FactsCheck {
  let book: RuleBook
  let workplaces: Workplaces

  /// A line longer than this is refused, so that no input exhausts the memory.
  private static let longest = 1 << 20

  /// Answers every line; ends with exit code 65 when one was refused.
  func run(_ file: consuming FileReader) throws {
    var reader = FactsReader(workplace: workplaces.find)
    var lines = LineReader(limit: Self.longest)
    var number = 0
    var refused = 0
    while true {
      let chunk = try file.next()
      if let chunk { lines.append(chunk) } else { lines.finish() }
      var answers = ""
      while let line = lines.next() {
        number += 1
        let answer = answer(line, number, &reader)
        if answer.isRefusal { refused += 1 }
        answers += answer.json.compact + "\n"
      }
      if !answers.isEmpty { output(answers) }
      if chunk == nil { break }
    }
    for (field, line) in reader.passedOver {
      note("warning: line \(line), the field \(field) is not known and was passed over")
    }
    if refused > 0 {
      note("\(refused) of \(number) line(s) refused")
      throw ExitCode.dataError
    }
  }

  private func answer(
    _ line: LineReader.Line, _ number: Int, _ reader: inout FactsReader
  ) -> (json: JSON, isRefusal: Bool) {
    func refusal(_ reason: String) -> (JSON, Bool) {
      (["line": .integer(number), "error": .string(reason)], true)
    }
    switch line {
    case .tooLong: return refusal("the line is longer than \(Self.longest) bytes")
    case .bytes(let bytes):
      do {
        return (JSON(book.judge(try reader.read(bytes, line: number))), false)
      } catch {
        return refusal(error.description)
      }
    }
  }
}

/// Cuts bytes into lines.
struct LineReader {
  /// A line without its end.
  enum Line {
    case bytes(ArraySlice<UInt8>)
    /// It was longer than the limit and is gone.
    case tooLong
  }

  private let limit: Int
  private var bytes: [UInt8] = []
  private var place = 0
  private var isFinished = false
  private var isFirst = true
  /// Whether the line being read has already passed the limit.
  private var isCut = false

  /// A reader that keeps no line longer than `limit` bytes.
  init(limit: Int) { self.limit = limit }

  /// Adds the next bytes.
  mutating func append(_ more: [UInt8]) {
    bytes = Array(bytes[place...]) + more
    place = 0
    // A byte order mark belongs to no line.
    if isFirst, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    isFirst = false
  }

  /// Says that no more bytes will come.
  mutating func finish() { isFinished = true }

  /// The next line; nil when more bytes are needed, or at the end.
  mutating func next() -> Line? {
    let end = bytes[place...].firstIndex(of: 0x0A)
    guard let stop = end ?? (isFinished && (place < bytes.count || isCut) ? bytes.count : nil)
    else {
      if bytes.count - place > limit {
        isCut = true
        place = bytes.count
      }
      return nil
    }
    defer {
      place = end.map { $0 + 1 } ?? bytes.count
      isCut = false
    }
    return isCut || stop - place > limit ? .tooLong : .bytes(bytes[place..<stop])
  }
}
