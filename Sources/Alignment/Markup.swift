/// HTML as it is put together: text is escaped, tags are written as they are.
struct Markup {
  private(set) var text = ""

  /// Adds tags.
  mutating func tag(_ html: String) { text += html }

  /// Adds text between the tags of an element.
  mutating func element(_ name: String, _ content: String, _ attributes: String = "") {
    text += "<\(name)\(attributes.isEmpty ? "" : " " + attributes)>\(escaped(content))</\(name)>"
  }

  /// Adds a table with a caption, in a region of its own so that a narrow screen can scroll it.
  ///
  /// The first cell of a row is its header; cells of numbers stand to the right.
  mutating func table(
    _ caption: String, _ columns: [(name: String, isNumber: Bool)], _ rows: [[String]]
  ) {
    tag("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(escaped(caption))\">")
    tag("<table>")
    element("caption", caption)
    tag("<thead><tr>")
    for column in columns {
      element("th", column.name, "scope=\"col\"" + (column.isNumber ? " class=\"n\"" : ""))
    }
    tag("</tr></thead><tbody>")
    for row in rows {
      tag("<tr>")
      for (index, cell) in row.enumerated() {
        let attributes = [
          index == 0 ? "scope=\"row\"" : nil, columns[index].isNumber ? "class=\"n\"" : nil,
        ].compactMap(\.self)
        element(index == 0 ? "th" : "td", cell, attributes.joined(separator: " "))
      }
      tag("</tr>")
    }
    tag("</tbody></table></div>\n")
  }

  /// Adds a picture with its alternative text, a title and what it shows.
  mutating func picture(
    _ id: String, width: Int, height: Int, title: String, description: String, _ drawing: String
  ) {
    tag(
      "<figure class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"\(escaped(title))\"><svg role=\"img\" aria-labelledby=\"\(id)-t \(id)-d\" viewBox=\"0 0 \(width) \(height)\">"
    )
    element("title", title, "id=\"\(id)-t\"")
    element("desc", description, "id=\"\(id)-d\"")
    tag(drawing + "</svg></figure>\n")
  }
}

/// A text in which nothing is a tag any more.
func escaped(_ text: String) -> String {
  guard text.utf8.contains(where: { "&<>\"".utf8.contains($0) }) else { return text }
  return text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
}

/// A length with one decimal, which is all a picture needs.
func tenth(_ length: Double) -> String {
  let tenths = Int((length * 10).rounded())
  let sign = tenths < 0 ? "-" : ""
  let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
  return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
}

/// A text of so many characters at most, cut where it must be.
func clipped(_ text: String, _ limit: Int) -> String {
  text.count <= limit ? text : text.prefix(limit - 1) + "…"
}
