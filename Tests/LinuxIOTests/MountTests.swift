import Foundation
import LinuxIO
import TestSupport
import Testing

@Suite("Mounts") struct MountTests {
  private let folder = TemporaryFolder()

  private func run(_ program: String, _ arguments: String...) throws -> Int32 {
    try ChildProcess.run(program, arguments).code
  }

  @Test("a file system mounted read-only is written through a copy of its mount once it heals")
  func heals() throws {
    let (host, service) = (folder.file("host"), folder.file("service"))
    for path in [host, service] { try Files.makeFolder(path) }
    guard try run("mount", "-t", "tmpfs", "-o", "nosuid,nodev", "tmpfs", host) == 0 else {
      return print("skipped: only root can mount")
    }
    defer {
      for path in [service, host] { _ = try? run("umount", "-l", path) }
    }
    #expect(try run("mount", "-o", "remount,ro", host) == 0)
    #expect(try Mount.allowWriting(at: host))
    // As systemd takes it into a service's namespace.
    #expect(try run("mount", "--bind", host, service) == 0)
    #expect(try run("touch", "\(service)/early") != 0)
    #expect(try run("mount", "-o", "remount,rw", host) == 0)
    #expect(try run("touch", "\(service)/late") == 0)
    // What else the mount forbids stays forbidden.
    let options = try ChildProcess.run("findmnt", ["-no", "OPTIONS", service]).output
    #expect(options.contains("nosuid") && options.contains("nodev"), "\(options)")
  }

  @Test("a folder that is no mount is left as it is")
  func folderAlone() throws {
    #expect(try !Mount.allowWriting(at: folder.path))
  }
}
