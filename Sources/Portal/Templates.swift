import Mustache

/// The templates of the pages, parsed once.
enum Templates {
  /// A template of this program that cannot be used, and why.
  struct Broken: Error { let reason: String }

  private static let library = Result<MustacheLibrary, any Error> {
    var library = MustacheLibrary()
    for (path, text) in embeddedText where path.hasSuffix(".html.mustache") {
      try library.register(text, named: String(path.dropLast(".mustache".count)))
    }
    return library
  }

  /// The style sheet.
  static let style = embeddedText.first { $0.path == "style.css.mustache" }?.text ?? ""

  /// The HTML of a page.
  static func html(_ page: Page) throws -> String {
    guard let text = try library.get().render(page, withTemplate: "page.html") else {
      throw Broken(reason: "page.html.mustache is not there")
    }
    return text
  }
}
