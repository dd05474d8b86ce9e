/// What a page says, in words: the one shape the template lays out.
///
/// Mustache looks a name up in the outer values when the inner one has none, so no name here occurs
/// at two depths.
struct Page: Sendable {
  /// The title of the document.
  var title: String
  /// What to say first when all data is fictitious.
  var demoNotice: String?
  /// The page in one line.
  var headline: String
  /// What it is about: a label and a value.
  var facts: [Fact] = []
  /// Short paragraphs before the form.
  var paragraphs: [String] = []
  /// What a click will transmit, to whom and when.
  var consequences: [String] = []
  var form: Form?
  /// Other pages of the same link.
  var links: [Link] = []

  /// A label and a value.
  struct Fact: Sendable {
    var label: String
    var value: String
  }

  /// One form with one button.
  struct Form: Sendable {
    /// The answer the button gives, when no list is shown.
    var hiddenChoice: String?
    /// The question above the list.
    var legend: String?
    var radios: [Radio] = []
    var boxes: [Box] = []
    var inputs: [Input] = []
    /// Lines to fill that belong together, each group under its name.
    var groups: [Group] = []
    /// The label of the free text; nil where there is none.
    var noteLabel: String?
    var isNoteRequired = false
    var button: String
  }

  /// One of a list.
  struct Radio: Sendable {
    var choice: String
    var radioID: String
    var radioLabel: String
    var isChosen = false
  }

  /// Something to agree to by itself.
  struct Box: Sendable {
    var boxName: String
    var boxValue: String
    var boxID: String
    var boxLabel: String
    var isTicked = false
  }

  /// Lines to fill about one thing.
  struct Group: Sendable {
    var groupName: String
    /// How old what is filled already is.
    var groupAge: String?
    var groupInputs: [Input]
  }

  /// A line to fill.
  struct Input: Sendable {
    var inputName: String
    var inputLabel: String
    var inputKind: String
    /// Only what is typed has a length.
    var isTyped = true
    /// What is filled already.
    var inputValue: String?
    /// Whether it is a number of places.
    var isCount = false
  }

  /// A way to another page.
  struct Link: Sendable {
    var address: String
    var linkText: String
  }
}
