import Foundation
import Installation
import Signatures
import TestSupport
import WardContract

/// A system's files in a folder, with a real dpkg and a terminal's package of version 1.0.0 installed, and a
/// terminal's user who asks for updates.
struct UpdateRig {
  struct Failure: Error, CustomStringConvertible { var description: String }

  static let architecture = try! ChildProcess.run("dpkg", ["--print-architecture"]).output
    .trimmingCharacters(in: .whitespacesAndNewlines)

  let folder = TemporaryFolder()
  let maker = try! Ed25519.PrivateKey()
  var root: String { folder.file("root") }
  var asker: String { "\(root)/var/lib/loanha/update" }
  var own: String { "\(root)/var/lib/loanha-update" }

  init() throws {
    for path in ["info", "updates", "triggers"] { try make("\(root)/var/lib/dpkg/\(path)") }
    try "".write(toFile: "\(root)/var/lib/dpkg/status", atomically: true, encoding: .utf8)
    try make(asker)
    try Self.run(
      "dpkg", "--root=\(root)", "--force-script-chrootless", "--install", package("1.0.0"))
  }

  private func make(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  @discardableResult
  static func run(_ words: String...) throws -> String {
    let (code, output) = try ChildProcess.run(words[0], Array(words.dropFirst()))
    guard code == 0 else {
      throw Failure(description: "\(words.joined(separator: " ")): \(code) \(output)")
    }
    return output
  }

  /// A package of the terminal; its program says which version it is.
  func package(
    _ version: String, name: String = "loanha-terminal", architecture: String = Self.architecture,
    postinst: String = "exit 0"
  ) throws -> String {
    let tree = folder.file("tree-\(UUID().uuidString)")
    for path in ["DEBIAN", "usr/bin", "usr/lib/loanha", "usr/share/loanha/release-keys"] {
      try make("\(tree)/\(path)")
    }
    func write(_ text: String, _ path: String) throws {
      try text.write(toFile: "\(tree)/\(path)", atomically: true, encoding: .utf8)
    }
    try write(
      """
      Package: \(name)
      Version: \(version)
      Architecture: \(architecture)
      Maintainer: LoaNha maintainers <maintainers@loanha.invalid>
      Description: the speaker at home
       Plays what its ward has signed.

      """, "DEBIAN/control")
    try write("#!/bin/sh\n\(postinst)\n", "DEBIAN/postinst")
    try write(version, "usr/bin/loanhad")
    try write(Base64URL.encode(maker.publicKey), "usr/share/loanha/release-keys/2026.pub")
    try FileManager.default.copyItem(
      atPath: "\(sourceRoot)/provisioning/update/keep-package",
      toPath: "\(tree)/usr/lib/loanha/keep-package")
    try Self.run("chmod", "755", "\(tree)/DEBIAN/postinst", "\(tree)/usr/bin/loanhad")
    let package = folder.file("\(name)-\(version)-\(UUID().uuidString).deb")
    try Self.run("dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, package)
    return package
  }

  /// The release of a package, signed; `change` makes it another one before that.
  func release(
    of package: String, version: String, by key: Ed25519.PrivateKey? = nil,
    change: (inout Release) -> Void = { _ in }
  ) throws -> [UInt8] {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: package)))
    var release = Release(
      kind: .package, version: ReleaseVersion(version)!, follows: ReleaseVersion("0.9.0")!,
      issued: Instant("2026-11-24T08:05:00+07:00")!,
      architecture: Identifier(Self.architecture)!, sizeBytes: bytes.count,
      digest: SHA256.mediaDigest(SHA256.digest(bytes)), notes: "Sửa lỗi.")
    change(&release)
    let key = key ?? maker
    return Envelope.sign(
      release.json, as: .release,
      by: [(JSONWebKey.thumbprint(key.publicKey), { key.sign($0) })])
  }

  /// Asks as the terminal's user does: the request last.
  func ask(_ package: String, _ release: [UInt8]) throws {
    try? FileManager.default.removeItem(atPath: "\(asker)/package")
    try FileManager.default.copyItem(atPath: package, toPath: "\(asker)/package")
    try Data(release).write(to: URL(fileURLWithPath: "\(asker)/release.json"))
    try Data().write(to: URL(fileURLWithPath: "\(asker)/request"))
  }

  func ask(for version: String, postinst: String = "exit 0") throws {
    let package = try package(version, postinst: postinst)
    try ask(package, release(of: package, version: version))
  }

  /// The new program says that it works.
  func sayHealthy(_ version: String) throws {
    try Data(version.utf8).write(to: URL(fileURLWithPath: "\(asker)/healthy"))
  }

  func installer(boot: Int = 1, minute: Int64 = 0) throws -> Installer {
    try Installer(
      root: root, board: nil, now: .init(boot: "\(boot)", milliseconds: minute * 60_000))
  }

  /// The version that is installed whole and that its program says; `nil` if they differ.
  var running: String? {
    let status = try? Self.run(
      "dpkg-query", "--admindir=\(root)/var/lib/dpkg", "--show",
      "--showformat=${db:Status-Abbrev}${Version}", "loanha-terminal")
    let program = try? String(contentsOfFile: "\(root)/usr/bin/loanhad", encoding: .utf8)
    return program.flatMap { status == "ii \($0)" ? $0 : nil }
  }

  var outcome: UpdateOutcome? {
    FileManager.default.contents(atPath: "\(own)/outcome.json").flatMap {
      try? UpdateOutcome(json: JSONParser.parse([UInt8]($0)))
    }
  }

  /// Nothing of an update is left but its outcome and its lock.
  var isTidy: Bool {
    let left = (try? FileManager.default.contentsOfDirectory(atPath: own)) ?? []
    let units =
      (try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/etc/systemd/system")) ?? []
    return Set(left).isSubset(of: ["lock", "outcome.json"])
      && !units.contains { $0.contains("loanha-update-guard") }
      && !FileManager.default.fileExists(atPath: "\(asker)/request")
  }
}
