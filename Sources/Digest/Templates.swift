import Mustache

/// The templates, parsed once.
package enum Templates {
  /// The version stored with each digest; it changes with any template or word.
  package static let version = 5

  /// The templates of the program, or what is wrong with one.
  static let embedded = parse(embeddedText)

  /// Parses templates given as paths and texts.
  static func parse(_ files: [(path: String, text: String)]) -> Result<
    MustacheLibrary, TemplateError
  > {
    var library = MustacheLibrary()
    for (path, text) in files {
      do {
        try library.register(text, named: String(path.dropLast(".mustache".count)))
      } catch {
        return .failure(TemplateError(path: path, reason: "\(error)"))
      }
    }
    return .success(library)
  }

  /// The HTML and the text of a page.
  static func render(_ page: Page) throws(TemplateError) -> Rendered {
    let library = try embedded.get()
    func render(_ name: String) throws(TemplateError) -> String {
      guard let text = library.render(page, withTemplate: name) else {
        throw TemplateError(path: "\(name).mustache", reason: "not there")
      }
      return text
    }
    return Rendered(
      subject: page.subject, preheader: page.preheader, html: try render("page.html"),
      text: Columns.wrap(try render("page.text"), width: 72))
  }
}
