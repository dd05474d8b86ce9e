package import Programme

/// What a contact of CFA reads once a quarter: what positions nearby ask and nobody is known to teach.
///
/// A draft holds everything, the weightiest first; `planned(after:)` makes the digest out of it. Positions
/// are counted as they are; persons stand in it as the alignment tells them, from five on and rounded.
package struct CFADigest: Codable, Sendable, Hashable {
  /// The version of templates and words this value was composed for.
  package var templateVersion: Int
  /// The business date of the run, printed at the top.
  package var date: Day
  /// The reader, when civility and name are known; otherwise the mail opens with "Bonjour,".
  package var reader: Reader?
  /// Whether all data is fictitious, which the mail then says first.
  package var isDemo: Bool
  /// What the service says of itself on every report: it decides nothing.
  package var notice: String
  /// The CFA of the reader: in a draft all of them, in a digest those with news.
  package var schools: [SchoolBlock]
  /// How many skills that are asked and not taught are not shown; 0 in a draft.
  package var hiddenCount: Int
  /// Whether its links were made when it was composed; nil means no, and the mail asks for a reply.
  package var isLinked: Bool?

  /// Makes a digest, or the draft of one, from its fields.
  package init(
    date: Day, reader: Reader? = nil, isDemo: Bool = false, notice: String, schools: [SchoolBlock],
    hiddenCount: Int = 0
  ) {
    templateVersion = Templates.version
    self.date = date
    self.reader = reader
    self.isDemo = isDemo
    self.notice = notice
    self.schools = schools
    self.hiddenCount = hiddenCount
  }
}

/// What is asked, taught and held around one CFA.
package struct SchoolBlock: Codable, Sendable, Hashable {
  /// Its SIRET; never shown.
  package var provider: String
  /// Its name.
  package var name: String
  /// How far a training may be, in kilometres.
  package var kilometres: Int
  /// The three sentences to remember, as the report has them.
  package var sentences: [String]
  /// Positions open on the day, people they look for, and positions opened in twelve months.
  package var positionCount, openingCount, openedCount: Int
  /// What positions ask and no training in range teaches.
  package var asked: [UntaughtSkill]
  /// What else does not meet.
  package var gaps: [GapLine]
  /// The sessions to come, the next first.
  package var sessions: [SessionLine]

  /// Makes a block from its fields.
  package init(
    provider: String, name: String, kilometres: Int, sentences: [String], positionCount: Int,
    openingCount: Int, openedCount: Int, asked: [UntaughtSkill], gaps: [GapLine] = [],
    sessions: [SessionLine] = []
  ) {
    self.provider = provider
    self.name = name
    self.kilometres = kilometres
    self.sentences = sentences
    self.positionCount = positionCount
    self.openingCount = openingCount
    self.openedCount = openedCount
    self.asked = asked
    self.gaps = gaps
    self.sessions = sessions
  }
}

/// A skill that positions ask and no training in range is known to teach.
package struct UntaughtSkill: Codable, Sendable, Hashable {
  /// The SIRET of the CFA it is told to, and its key; never shown.
  package var provider, skill: String
  /// What people call it.
  package var label: String
  /// Positions that ask it, people they look for, and positions nobody matches.
  package var positionCount, openingCount, starvingCount: Int
  /// The communes of the workplaces, those with most positions first.
  package var communeNames: [String]
  /// Why it is in the mail; `.new` in a draft.
  package var standing: Standing

  /// Makes it from its fields.
  package init(
    provider: String, skill: String, label: String, positionCount: Int, openingCount: Int,
    starvingCount: Int, communeNames: [String], standing: Standing = .new
  ) {
    self.provider = provider
    self.skill = skill
    self.label = label
    self.positionCount = positionCount
    self.openingCount = openingCount
    self.starvingCount = starvingCount
    self.communeNames = communeNames
    self.standing = standing
  }
}

/// Another way in which asking and teaching do not meet, told in one line.
package struct GapLine: Codable, Sendable, Hashable {
  /// Which way; persons as the alignment tells them, nil where they are too few.
  package enum Kind: Codable, Sendable, Hashable {
    /// A training in range is this, and no position asks it.
    case taughtNotAsked(trainings: Int)
    /// Asked and taught, and few talents who search here hold it.
    case talentsLack(openings: Int, trainings: Int, talents: Int?)
    /// Asked and taught, and of those trained to it hardly anybody searches here.
    case trainedLeave(trained: Int?, staying: Int?)
  }

  /// The SIRET of the CFA it is told to, and the key of the skill or title; never shown.
  package var provider, item: String
  /// What people call it.
  package var label: String
  /// What does not meet.
  package var kind: Kind
  /// Why it is in the mail; `.new` in a draft.
  package var standing: Standing

  /// Makes it from its fields.
  package init(
    provider: String, item: String, label: String, kind: Kind, standing: Standing = .new
  ) {
    self.provider = provider
    self.item = item
    self.label = label
    self.kind = kind
    self.standing = standing
  }
}

/// A session to come as its CFA told it.
package struct SessionLine: Codable, Sendable, Hashable {
  /// The title of the training.
  package var title: String
  /// Its first day.
  package var startsOn: Day
  /// All its places, those left, and the day they were told.
  package var capacity, remaining: Int?
  package var toldOn: Day?
  /// Whether its places were told too long ago to count.
  package var isStale: Bool

  /// Makes it from its fields.
  package init(
    title: String, startsOn: Day, capacity: Int? = nil, remaining: Int? = nil, toldOn: Day? = nil,
    isStale: Bool = false
  ) {
    self.title = title
    self.startsOn = startsOn
    self.capacity = capacity
    self.remaining = remaining
    self.toldOn = toldOn
    self.isStale = isStale
  }
}
