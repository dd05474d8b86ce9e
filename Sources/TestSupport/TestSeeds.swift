/// The small reference and demo files of the tests: a part of `Seeds/`, made by `Tests/Seeds/make`.
package enum TestSeeds {
  /// The folder that stands for `Seeds`.
  package static let folder = root + "/Tests/Seeds"
  /// The folder of its reference files.
  package static let reference = folder + "/reference"
  /// The folder of its demo files.
  package static let demo = folder + "/demo"
  /// The repository.
  package static let root = parent(parent(parent(#filePath)))

  private static func parent(_ path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}
