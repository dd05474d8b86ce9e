import ArgumentParser

extension ExitCode {
  /// A row, file or name that cannot be taken (EX_DATAERR).
  static let dataError = ExitCode(65)
  /// Database, server or relay is not to be had (EX_UNAVAILABLE).
  static let unavailable = ExitCode(69)
  /// A bug in the program (EX_SOFTWARE).
  static let bug = ExitCode(70)
  /// The operating system refused (EX_OSERR).
  static let operatingSystem = ExitCode(71)
  /// A file cannot be made (EX_CANTCREAT).
  static let cannotCreate = ExitCode(73)
  /// Reading or writing failed, or the disk is full (EX_IOERR).
  static let inputOutput = ExitCode(74)
  /// Somebody else is at it; try again (EX_TEMPFAIL).
  static let tryAgain = ExitCode(75)
  /// No right to do this (EX_NOPERM).
  static let noPermission = ExitCode(77)
  /// The installation is not in a state to do this (EX_CONFIG).
  static let configuration = ExitCode(78)
}
