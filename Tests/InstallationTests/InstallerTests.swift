import Foundation
import Glibc
import Installation
import Signatures
import TestSupport
import Testing
import WardContract

/// Root's part of an update, with a real dpkg, which works for root alone.
@Suite("Updates: root's part", .enabled(if: geteuid() == 0)) struct InstallerTests {
  let rig: UpdateRig

  init() throws { rig = try UpdateRig() }

  @Test("a release that says that it works stays, and leaves nothing behind")
  func confirmed() throws {
    try rig.ask(for: "1.1.0")
    #expect(try rig.installer().install().contains("1.1.0 is installed"))
    #expect(rig.running == "1.1.0")
    #expect(try rig.installer(minute: 2).settle().contains("not said yet"))
    try rig.sayHealthy("1.1.0")
    #expect(try rig.installer(minute: 3).settle() == "version 1.1.0 works")
    #expect(rig.running == "1.1.0" && rig.isTidy)
    #expect(rig.outcome?.kind == .confirmed && rig.outcome?.version == ReleaseVersion("1.1.0"))
  }

  @Test("without a request nothing happens")
  func nothing() throws {
    #expect(try rig.installer().install() == "no update is asked for")
    #expect(try rig.installer().settle() == "no update is under way")
    #expect(rig.running == "1.0.0" && rig.isTidy && rig.outcome == nil)
  }

  // MARK: Taken back

  @Test("a new program that never says that it works is taken back after its time")
  func silent() throws {
    try rig.ask(for: "1.1.0")
    _ = try rig.installer().install()
    _ = try rig.installer(minute: 9).settle()
    #expect(rig.running == "1.1.0")
    #expect(try rig.installer(minute: 10).settle().contains("1.0.0 runs again"))
    #expect(rig.running == "1.0.0" && rig.isTidy && rig.outcome?.kind == .rolledBack)
  }

  @Test("a word that is not of the new version does not confirm it")
  func stale() throws {
    try rig.sayHealthy("1.1.0")
    try rig.ask(for: "1.1.0")
    _ = try rig.installer().install()
    #expect(try rig.installer(minute: 1).settle().contains("not said yet"))
    try rig.sayHealthy("1.0.0")
    _ = try rig.installer(minute: 10).settle()
    #expect(rig.running == "1.0.0")
  }

  @Test("a new program that makes the system start again and again is taken back")
  func rebooting() throws {
    try rig.ask(for: "1.1.0")
    _ = try rig.installer(boot: 1).install()
    for boot in 2..<Installer.maximumTries + 1 {
      #expect(try rig.installer(boot: boot).settle().contains("has to say"))
      #expect(rig.running == "1.1.0")
    }
    _ = try rig.installer(boot: Installer.maximumTries + 1).settle()
    #expect(rig.running == "1.0.0" && rig.isTidy && rig.outcome?.kind == .rolledBack)
  }

  @Test(
    "a package whose script fails, or takes dpkg down with it, is taken back at once",
    arguments: ["exit 1", "kill -9 $PPID; sleep 1"])
  func script(postinst: String) throws {
    try rig.ask(for: "1.1.0", postinst: postinst)
    #expect(try rig.installer().install().contains("1.0.0 runs again"))
    #expect(rig.running == "1.0.0" && rig.isTidy && rig.outcome?.kind == .rolledBack)
  }

  @Test("a release that was put back here is refused from then on; the one after it isn't")
  func again() throws {
    try rig.ask(for: "1.1.0", postinst: "exit 1")
    _ = try rig.installer().install()
    try rig.ask(for: "1.1.0")
    #expect(try rig.installer().install().contains("was put back here before"))
    try rig.ask(for: "1.1.0")
    #expect(try rig.installer().install().contains("was put back here before"))
    try rig.ask(for: "1.1.1")
    #expect(try rig.installer().install().contains("1.1.1 is installed"))
  }

  @Test("what is kept to go back to has every file, mode and script of what was installed")
  func kept() throws {
    try rig.ask(for: "1.1.0")
    _ = try rig.installer().install()
    let kept = rig.folder.file("kept")
    let original = rig.folder.file("original")
    try UpdateRig.run("dpkg-deb", "--raw-extract", "\(rig.own)/previous.deb", kept)
    try UpdateRig.run("dpkg-deb", "--raw-extract", rig.package("1.0.0"), original)
    func list(_ folder: String) throws -> String {
      try UpdateRig.run("sh", "-c", "cd \(folder) && find . -printf '%P %m %s\\n' | sort")
    }
    #expect(try list(kept) == list(original))
    // The fields of control come in dpkg's own order.
    try UpdateRig.run("diff", "--recursive", "--exclude=control", kept, original)
    #expect(
      try UpdateRig.run("sort", "\(kept)/DEBIAN/control")
        == UpdateRig.run("sort", "\(original)/DEBIAN/control"))
  }

  // MARK: Refused

  private func expectRefused(_ because: String) throws {
    let said = try rig.installer().install()
    #expect(said.contains("refused") && said.contains(because), "\(said)")
    #expect(rig.running == "1.0.0" && rig.isTidy && rig.outcome?.kind == .refused)
  }

  @Test("a package that was cut off, or changed, is refused", arguments: [-1, 0, 1])
  func truncated(bytes: Int) throws {
    let package = try rig.package("1.1.0")
    let release = try rig.release(of: package, version: "1.1.0")
    var file = try Data(contentsOf: URL(fileURLWithPath: package))
    switch bytes {
    case -1: file = file.dropLast()
    case 0: file[file.count / 2] ^= 1
    default: file.append(0)
    }
    try file.write(to: URL(fileURLWithPath: package))
    try rig.ask(package, release)
    try expectRefused(bytes == 1 ? "too large" : "not the one that the release names")
  }

  @Test("a release that a stranger signed is refused, and one that is none")
  func stranger() throws {
    let package = try rig.package("1.1.0")
    try rig.ask(package, rig.release(of: package, version: "1.1.0", by: Ed25519.PrivateKey()))
    try expectRefused("not believed")
    try rig.ask(package, Array("{}".utf8))
    try expectRefused("not believed")
  }

  @Test("an older version, the same one, and one that skips too many are refused")
  func versions() throws {
    for version in ["0.9.9", "1.0.0"] {
      let package = try rig.package(version)
      try rig.ask(package, rig.release(of: package, version: version))
      try expectRefused("does not suit")
    }
    let package = try rig.package("2.0.0")
    try rig.ask(
      package,
      rig.release(of: package, version: "2.0.0") { $0.follows = ReleaseVersion("1.5.0")! })
    try expectRefused("does not suit")
  }

  @Test("a release for other machines, and an image, are refused")
  func machines() throws {
    let package = try rig.package("1.1.0")
    for change: (inout Release) -> Void in [
      { $0.architecture = Identifier("riscv64")! }, { $0.boards = [Identifier("radxa-zero")!] },
      { $0.kind = .image },
    ] {
      try rig.ask(package, rig.release(of: package, version: "1.1.0", change: change))
      try expectRefused("does not suit")
    }
  }

  @Test("a signed package that is another program, version or architecture than signed is refused")
  func packages() throws {
    for package in [
      try rig.package("1.1.0", name: "other"), try rig.package("1.2.0"),
      try rig.package("1.1.0", architecture: "riscv64"),
    ] {
      try rig.ask(package, rig.release(of: package, version: "1.1.0"))
      try expectRefused("the package is another")
    }
  }

  // MARK: Attacks of the terminal's user

  @Test(
    "a link, a second name of a file, a pipe and somebody else's file are not read",
    arguments: ["ln -s /etc/shadow", "ln \(UpdateLinks.secret)", "mkfifo", "foreign"])
  func links(kind: String) throws {
    try rig.ask(for: "1.1.0")
    let package = "\(rig.asker)/package"
    try UpdateRig.run("rm", package)
    switch kind {
    case "mkfifo": try UpdateRig.run("mkfifo", package)
    case "foreign":
      try Data("bí mật".utf8).write(to: URL(fileURLWithPath: package))
      try UpdateRig.run("chown", "nobody", package)
    case "ln -s /etc/shadow": try UpdateRig.run("ln", "-s", "/etc/shadow", package)
    default:
      let secret = try rig.folder.write("bí mật", to: UpdateLinks.secret)
      try UpdateRig.run("ln", secret, package)
    }
    try expectRefused("package")
  }

  @Test("a folder that is a link to another one is not opened, and nothing in the other is touched")
  func folderLink() throws {
    try rig.ask(for: "1.1.0")
    let other = rig.folder.file("other")
    try UpdateRig.run("mv", rig.asker, other)
    try UpdateRig.run("ln", "-s", other, rig.asker)
    #expect(try rig.installer().install().contains("refused"))
    #expect(rig.running == "1.0.0")
    #expect(FileManager.default.fileExists(atPath: "\(other)/request"))
  }

  @Test(
    "a package that is exchanged while it is read, and after it was verified, is never installed")
  func swapped() throws {
    let good = try rig.package("1.1.0")
    let evil = try rig.package("6.6.6")
    let release = try rig.release(of: good, version: "1.1.0")
    let swapping = try ChildProcess(
      "sh",
      [
        "-c",
        "while :; do cat \(evil) >\(rig.asker)/package; cat \(good) >\(rig.asker)/package; done",
      ], log: rig.folder.file("swapping.log"))
    defer { swapping.kill() }
    for _ in 0..<5 {
      try Data(release).write(to: URL(fileURLWithPath: "\(rig.asker)/release.json"))
      try Data().write(to: URL(fileURLWithPath: "\(rig.asker)/request"))
      _ = try rig.installer().install()
      #expect(["1.0.0", "1.1.0"].contains(rig.running))
    }
    swapping.kill()
    try rig.ask(good, release)
    _ = try rig.installer().install()
    try UpdateRig.run("cp", evil, "\(rig.asker)/package")
    _ = try rig.installer(boot: 2).settle()
    #expect(rig.running == "1.1.0")
  }
}

/// Names that arguments of tests and tests share.
enum UpdateLinks {
  static let secret = "secret"
}
