import Digest
import Programme

/// The pages on which a CFA tells its sessions and places, and what it teaches already.
enum SessionPage {
  private static let hard = French.hard

  /// The sessions to come with their places, filled as they were told last.
  static func sessions(_ question: Question) -> Page {
    guard !question.sessions.isEmpty else {
      return Page(
        title: "Sessions et places", headline: "Ce CFA n'a plus de formation dans Vivier",
        paragraphs: ["Pour en indiquer une, répondez au message qui contenait ce lien."])
    }
    return Page(
      title: "Sessions et places", headline: "Vos sessions et vos places",
      paragraphs: [
        "Corrigez ce qui a changé. Si tout est juste, confirmez sans rien changer.",
        "Une ligne sans premier jour ne change rien.",
      ],
      consequences: [
        "Ces sessions et ces places sont notées à la date d'aujourd'hui.",
        "Les jeunes et les entreprises les voient pendant 60\(hard)jours.",
        "Ce que vous laissez vide devient inconnu.",
        "Une précision écrite est lue par une personne du service.",
      ],
      form: Page.Form(
        hiddenChoice: Choice.yes,
        groups: question.sessions.enumerated().map { group($0 + 1, $1, today: question.today) },
        noteLabel: "Une session annulée ou une autre formation, si besoin",
        button: "Confirmer ces sessions et ces places"))
  }

  private static func group(
    _ number: Int, _ session: Question.Session, today: Day
  ) -> Page.Group {
    func input(_ field: TypedSession.Field, _ label: String, _ value: String?) -> Page.Input {
      Page.Input(
        inputName: field.name(session), inputLabel: label,
        inputKind: field.isDay ? "date" : "number", isTyped: false, inputValue: value,
        isCount: !field.isDay)
    }
    let told = session.toldOn.flatMap { Day(iso: $0) }.map {
      "Places indiquées le \(French.shortDate($0, today: today))."
    }
    return Page.Group(
      groupName: "\(number). \(French.tidy(session.title, limit: 80))",
      groupAge: session.startsOn == nil ? "Aucune session à venir n'est connue." : told,
      groupInputs: [
        input(.startsOn, "Premier jour", session.startsOn),
        input(.endsOn, "Dernier jour", session.endsOn),
        input(.capacity, "Places en tout", session.capacity.map { "\($0)" }),
        input(.remaining, "Places libres", session.remaining.map { "\($0)" }),
      ])
  }

  /// Which trainings teach a skill already.
  static func teach(_ question: Question) -> Page {
    guard !question.trainings.isEmpty else {
      return Page(
        title: "Déjà enseigné", headline: "Ce CFA n'a plus de formation dans Vivier",
        paragraphs: ["Pour en indiquer une, répondez au message qui contenait ce lien."])
    }
    let isOne = question.trainings.count == 1
    return Page(
      title: "Déjà enseigné", headline: "Nous l'enseignons déjà",
      consequences: [
        "Ces formations comptent comme enseignant cette compétence, à partir d'aujourd'hui.",
        "Votre réponse l'emporte sur ce qui était déduit. Elle reste valable ensuite.",
        "Les jeunes et les entreprises peuvent en être informés.",
      ],
      form: Page.Form(
        hiddenChoice: Choice.yes,
        legend: "Dans quelle formation\(French.thin)?",
        boxes: question.trainings.prefix(30).enumerated().map { place, training in
          Page.Box(
            boxName: "training", boxValue: training.training, boxID: "training-\(place)",
            boxLabel: French.tidy(training.title), isTicked: isOne)
        }, button: "Nous l'enseignons déjà"))
  }
}

/// A session as it was filled on the page.
struct TypedSession: Encodable, Sendable, Hashable {
  /// The id of the training, and the day the session was to begin until now.
  var training: String
  var was: String?
  /// The first and the last day, as YYYY-MM-DD.
  var startsOn: String
  var endsOn: String?
  /// All its places, and those left.
  var capacity, remaining: Int?

  private enum CodingKeys: String, CodingKey {
    case training, was, capacity, remaining
    case startsOn = "starts_on"
    case endsOn = "ends_on"
  }

  /// A field of the page.
  enum Field: String {
    case startsOn = "starts"
    case endsOn = "ends"
    case capacity = "places"
    case remaining = "left"

    /// Whether it holds a day, not a number.
    var isDay: Bool { self == .startsOn || self == .endsOn }
    /// Its name in the form: it says of which session, whatever became of the others since.
    func name(_ session: Question.Session) -> String {
      "\(rawValue).\(session.training).\(session.startsOn ?? "new")"
    }
  }

  /// What was filled, session by session; nil where a day or a number is none.
  static func all(_ fields: FormFields, of question: Question) -> [TypedSession]? {
    var sessions: [TypedSession] = []
    for shown in question.sessions {
      func text(_ field: Field) -> String? { fields.value(field.name(shown)) }
      guard let starts = text(.startsOn) else { continue }
      guard let first = Day(iso: starts), let last = day(text(.endsOn)),
        let capacity = count(text(.capacity)), let remaining = count(text(.remaining)),
        last.map({ $0 >= first }) ?? true,
        remaining.map({ $0 <= capacity ?? $0 }) ?? true
      else { return nil }
      sessions.append(
        TypedSession(
          training: shown.training, was: shown.startsOn, startsOn: "\(first)",
          endsOn: last.map { "\($0)" }, capacity: capacity, remaining: remaining))
    }
    return sessions
  }

  private static func day(_ text: String?) -> Day?? {
    guard let text else { return .some(nil) }
    return Day(iso: text).map { .some($0) }
  }

  private static func count(_ text: String?) -> Int?? {
    guard let text else { return .some(nil) }
    guard let number = Int(text), (0...10_000).contains(number) else { return nil }
    return .some(number)
  }
}
