import Programme

/// What a digest says, in words: the one shape both templates lay out.
///
/// Mustache looks a name up in the outer values when the inner one has none, so no name here occurs
/// at two depths.
package struct Page {
  /// The subject, also the title of the HTML document.
  var subject: String
  /// The words shown beside the subject in a list of mails.
  var preheader: String
  /// What to say first when all data is fictitious.
  var demoNotice: String?
  /// The service, the territories and the date.
  var origin: String
  /// The mail in one line.
  var headline: String
  /// "Bonjour" and to whom.
  var greeting: String
  /// Short paragraphs before the sections.
  var introduction: [String]
  /// The body.
  var sections: [Section]
  /// Short paragraphs after the sections.
  var closing: [String]
  /// Why this message, how to stop it, how the ranking works.
  var footer: [String]
  /// What the reader can do about the messages, by link.
  var footerLinks: [Link] = []

  /// A way to a page that asks one thing.
  struct Link {
    var linkAddress: String
    /// Words that stand alone.
    var linkText: String
  }

  /// A heading with cards below it.
  struct Section {
    var sectionTitle: String
    /// Lines below the title.
    var sectionFacts: [String]
    var cards: [Card]
    /// Single lines after the cards.
    var remarks: [String]
    /// The heading of the part of the mail that begins here, such as a site.
    var partTitle: String?
    /// The element of the title.
    var sectionLevel: String
    /// The position it is about, by its id; never shown.
    var position: String?
    /// The CFA whose sessions it shows, by its SIRET; never shown.
    var provider: String?
    /// What can be answered about that position or CFA.
    var sectionLinks: [Link] = []

    /// Makes a section; `isPart` where it stands below the heading of a part.
    init(
      sectionTitle: String, sectionFacts: [String], cards: [Card], remarks: [String],
      partTitle: String? = nil, isPart: Bool = false, position: String? = nil,
      links: [Link] = []
    ) {
      self.sectionTitle = sectionTitle
      self.sectionFacts = sectionFacts
      self.cards = cards
      self.remarks = remarks
      self.partTitle = partTitle
      self.position = position
      sectionLinks = links
      sectionLevel = isPart ? "h3" : "h2"
      for index in cards.indices { self.cards[index].cardLevel = isPart ? "h4" : "h3" }
    }
  }

  /// One profile, one position, or one thing to do.
  struct Card {
    /// 1, 2, 3… over the whole mail.
    var number: Int
    var cardTitle: String
    /// "Nouveau", "Rappel" or what changed.
    var tag: String
    var isNear: Bool
    /// How many skills are met, in words.
    var fit: String?
    var facts: [String]
    var groups: [Group]
    /// What to cite in an answer.
    var code: String?
    /// The score, small.
    var why: String?
    /// The element of the title.
    var cardLevel = "h3"
    /// The position and the candidate it is about, by their ids; never shown.
    var pair: (position: String, candidate: String)?
    /// The CFA that may teach it already and the skill, by SIRET and key; never shown.
    var taught: (provider: String, skill: String)?
    /// Whether it names a skill the reader has not told.
    var asksSkill = false
    /// The answer that is hoped for, by link.
    var button: Link?
    /// The others.
    var quietLinks: [Link] = []
  }

  /// A few lines under one title.
  struct Group {
    var groupTitle: String
    var lines: [Line]
  }

  /// A line and what hangs on it.
  struct Line {
    var words: String
    /// Trainings below the line.
    var details: [String]

    /// Makes a line, which begins with a capital.
    init(_ words: String, details: [String] = []) {
      self.words = French.capitalised(words)
      self.details = details
    }
  }
}
