import Digest

/// A setting that a file or the environment may tell.
struct SettingName: Hashable {
  /// Its name in the file, such as `smtp.host`.
  let name: String
  /// The variable that is stronger than the file.
  let variable: String
  /// Whether it stands for one value a territory.
  let isMap: Bool
  /// Its value when nothing tells it; nil for none.
  let fallback: String?

  private init(
    _ name: String, variable: String? = nil, isMap: Bool = false, fallback: String? = nil
  ) {
    self.name = name
    self.variable =
      variable ?? "VIVIER_" + name.uppercased().replacing(".", with: "_")
    self.isMap = isMap
    self.fallback = fallback
  }

  /// Who reads the answers of a territory.
  static let replyToTerritory = SettingName("mail.reply_to_territory", isMap: true)

  /// All of them; Ops/vivier.yaml says what each is for.
  static let all: [SettingName] = [
    SettingName("home"), SettingName("database", variable: "DATABASE_URL"),
    SettingName("seeds", fallback: "Seeds"), SettingName("inbox"),
    SettingName("profiles_alike", fallback: "\(Coarsening.fewestAlike)"),
    SettingName("log_level", fallback: "warning"),
    SettingName("log_format", fallback: "text"), SettingName("mail.transport", fallback: "folder"),
    SettingName("mail.domain", fallback: "vivier.example"), SettingName("mail.from"),
    SettingName("mail.reply_to"), replyToTerritory, SettingName("mail.bounces_to"),
    SettingName("mail.dkim_selector"),
    SettingName("mail.connections", fallback: "4"), SettingName("mail.per_minute"),
    SettingName("mail.per_domain_and_minute"), SettingName("smtp.host"), SettingName("smtp.port"),
    SettingName("smtp.security", fallback: "starttls"), SettingName("smtp.user"),
    SettingName("smtp.password_file"), SettingName("smtp.ehlo_name"),
    SettingName("smtp.authorities"),
    SettingName("sendmail.command", fallback: "/usr/sbin/sendmail"), SettingName("public_address"),
    SettingName("controller"), SettingName("data_protection_contact"), SettingName("notice_link"),
    SettingName("monitoring.textfile"), SettingName("monitoring.ping"),
  ]

  /// The setting a name of a file means.
  static func find(_ name: String) -> SettingName? {
    all.first { $0.isMap ? name.hasPrefix($0.name + ".") : $0.name == name }
  }
}
