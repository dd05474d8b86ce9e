import Foundation

/// The variables this process was started with.
enum ProcessEnvironment {
  /// Read once a command.
  static var current: [String: String] { ProcessInfo.processInfo.environment }
}
