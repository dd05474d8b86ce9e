import Foundation
import PackagePlugin

/// Writes every text file of a folder into one Swift file of raw string literals.
///
/// `Schema` carries `SQL/`; any other target carries its own `Templates/`. A literal compiles in no
/// time, where a byte array of the same file takes minutes.
@main struct EmbedText: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder =
      target.name == "Schema"
      ? context.package.directoryURL.appending(path: "SQL")
      : target.directoryURL.appending(path: "Templates")
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: folder.path(percentEncoded: false)
    )
    .filter { $0.hasSuffix(".sql") || $0.hasSuffix(".mustache") }
    .sorted()
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedText.swift")
    let script = context.package.directoryURL.appending(path: "Sources/EmbedText/embed.sh")
    return [
      .buildCommand(
        displayName: "Embed \(names.count) text files of \(folder.lastPathComponent)",
        executable: URL(filePath: "/bin/sh"),
        arguments: [
          script.path(percentEncoded: false), output.path(percentEncoded: false),
          folder.path(percentEncoded: false),
        ] + names,
        inputFiles: [script] + names.map { folder.appending(path: $0) },
        outputFiles: [output])
    ]
  }
}
