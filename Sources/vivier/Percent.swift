/// Millionths as people read them.
enum Percent {
  /// A share such as 871234 as `87 %`.
  static func text(millionths: Int) -> String {
    "\((millionths + 5_000) / 10_000) %"
  }
}
