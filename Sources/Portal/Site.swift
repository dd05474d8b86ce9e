import Digest

/// The portal: from a request to a response.
///
/// Opening an address never changes anything, whoever opens it and however often: only POST acts.
package struct Site: Sendable {
  /// How many bytes a body may have; a form of ours has less.
  package static let bodyLimit = 16_384
  /// How many bytes a path may have.
  static let targetLimit = 256
  private static let html = "text/html; charset=utf-8"
  private static let text = "text/plain; charset=utf-8"

  /// How often one client may do what in a quarter of an hour.
  package struct Limits: Sendable {
    /// Opening or answering anything.
    package var requests: Int32 = 600
    /// Addresses that lead nowhere: whoever guesses.
    package var misses: Int32 = 30

    /// The limits of an ordinary installation.
    package init() {}
  }

  private let answers: Answers
  private let limits: Limits

  /// A portal over questions and answers.
  package init(_ answers: Answers, limits: Limits = Limits()) {
    self.answers = answers
    self.limits = limits
  }

  /// The answer to a request.
  ///
  /// What fails is told without saying why; `note` learns it.
  package func respond(
    to request: PageRequest, note: (any Error) -> Void = { _ in }
  ) async -> PageResponse {
    do {
      let isHead = request.method == "HEAD"
      let response = try await answer(request, as: isHead ? "GET" : request.method)
      return isHead ? response.withoutBody : response
    } catch {
      note(error)
      return Self.fallback(503, ReplyPage.unavailable, more: [("retry-after", "120")])
    }
  }

  /// What is answered to what is no request of ours: `413`, `431` or `400`.
  package static func refusal(_ status: Int) -> PageResponse {
    fallback(status, ReplyPage.refused, more: [("connection", "close")])
  }

  private func answer(_ request: PageRequest, as method: String) async throws -> PageResponse {
    guard request.target.utf8.count <= Self.targetLimit else { return Self.refusal(414) }
    guard method == "GET" || method == "POST" else {
      return PageResponse(405, Self.text, "405\n", more: [("allow", "GET, HEAD, POST")])
    }
    let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    if method == "GET", let fixed = try await fixed(request.path) { return fixed }
    guard
      try await answers.admits(request.client, "request", most: limits.requests)
    else { return try tooMany() }
    let hasPlace = parts.count == 2 || (parts.count == 3 && !parts[3].isEmpty)
    guard hasPlace, parts[1] == "r", let token = Token(parts[2]) else {
      return try await unknown(request)
    }
    return try await linked(request, method, token, parts.count == 3 ? parts[3] : "")
  }

  // MARK: Pages that everybody sees

  private func fixed(_ path: Substring) async throws -> PageResponse? {
    switch path {
    case "/": return try page(200, ReplyPage.home)
    case "/style.css":
      return PageResponse(200, "text/css; charset=utf-8", Templates.style, keep: 86_400)
    case "/robots.txt":
      return PageResponse(200, Self.text, "User-agent: *\nDisallow: /\n", keep: 86_400)
    case "/healthz": return PageResponse(200, Self.text, "ok\n")
    case "/readyz":
      try await answers.check()
      return PageResponse(200, Self.text, "ready\n")
    default: return nil
    }
  }

  // MARK: Pages of one link

  private func linked(
    _ request: PageRequest, _ method: String, _ token: Token, _ rest: Substring
  ) async throws -> PageResponse {
    guard let question = try await answers.question(token) else {
      return try await unknown(request)
    }
    if rest == "donnees.json", method == "GET", question.purpose == .myData,
      let record = try await answers.record(token)
    {
      return PageResponse(
        200, "application/json; charset=utf-8", record,
        more: [("content-disposition", "attachment; filename=\"mes-donnees-vivier.json\"")])
    }
    guard let view = MyDataView(rawValue: String(rest)),
      view == .overview || question.purpose == .myData
    else { return try await unknown(request) }
    if method == "POST" { return try await act(request, question, token, view) }
    guard question.purpose == .myData, view == .overview else {
      return try page(200, QuestionPage.page(question, view: view))
    }
    let record = try await answers.record(token).map { try Record(json: $0).facts } ?? []
    return try page(200, MyDataPage.page(question, record: record, token: token.text))
  }

  private func act(
    _ request: PageRequest, _ question: Question, _ token: Token, _ view: MyDataView
  ) async throws -> PageResponse {
    guard let given = GivenAnswer(FormFields(request.body), to: question, view: view) else {
      return try page(422, ReplyPage.incomplete(question, view: view))
    }
    guard try await answers.note(given, token) else { return try await unknown(request) }
    return try page(200, ReplyPage.noted(question, choice: given.choice))
  }

  /// The same bytes for every address that leads nowhere, whatever the reason.
  private func unknown(_ request: PageRequest) async throws -> PageResponse {
    guard
      try await answers.admits(request.client, "miss", most: limits.misses)
    else { return try tooMany() }
    return try page(404, ReplyPage.unknown)
  }

  private func tooMany() throws -> PageResponse {
    try page(429, ReplyPage.tooMany, more: [("retry-after", "900")])
  }

  private func page(
    _ status: Int, _ page: Page, more: [(String, String)] = []
  ) throws -> PageResponse {
    PageResponse(status, Self.html, try Templates.html(page), more: more)
  }

  private static func fallback(
    _ status: Int, _ page: Page, more: [(String, String)]
  ) -> PageResponse {
    guard let html = try? Templates.html(page) else {
      return PageResponse(status, text, "\(status)\n", more: more)
    }
    return PageResponse(status, self.html, html, more: more)
  }
}
