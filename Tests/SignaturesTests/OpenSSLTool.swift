import Foundation
import TestSupport

/// The `openssl` command as somebody else's opinion of what was made here, with its own folder.
struct OpenSSLTool {
  private let folder = TemporaryFolder()

  /// Puts `bytes` into the file of that name.
  func put(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: folder.file(name)))
  }

  /// The bytes of the file of that name.
  func get(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: folder.file(name))))
  }

  /// Runs `openssl`; every argument that ends like a file of PEM is one of the folder.
  func run(_ arguments: String...) throws -> (status: Int32, text: String) {
    try run(arguments)
  }

  /// The same, with arguments from a list.
  func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let paths = arguments.map { argument in
      argument.hasSuffix(".pem") || argument.hasSuffix(".key") ? folder.file(argument) : argument
    }
    let run = try ChildProcess.run("openssl", paths)
    return (run.code, run.output)
  }
}
