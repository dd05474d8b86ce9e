/// The text of every file under `SQL/`, carried inside the program.
public enum Schema {
  /// One file of `SQL/`.
  public struct File: Sendable, Hashable {
    /// The path below `SQL/`, for example `Migrations/0001_ground.sql`.
    public let path: String
    /// The whole text.
    public let text: String
  }

  /// The files below one folder of `SQL/`, in the order of their names.
  public static func files(in folder: String) -> [File] {
    embeddedText.filter { $0.path.hasPrefix(folder + "/") }.map {
      File(path: $0.path, text: $0.text)
    }
  }

  /// The text of one file, for example `Queries/snapshot-candidates.sql`; nil when there is none.
  public static func text(of path: String) -> String? {
    embeddedText.first { $0.path == path }?.text
  }
}
