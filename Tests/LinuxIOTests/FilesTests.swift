import Foundation
import LinuxIO
import TestSupport
import Testing

@Suite("Files") struct FilesTests {
  private let folder = TemporaryFolder()

  @Test("a file of just the limit is read whole, an empty one is empty, one byte more is refused")
  func limits() throws {
    let path = folder.file("a")
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    try Files.replace(path, bytes)
    #expect(try Files.read(path, limit: 200_000) == bytes)
    let error = #expect(throws: SystemError.self) { try Files.read(path, limit: 199_999) }
    #expect(error?.number == EFBIG)
    try Files.replace(path, [])
    #expect(try Files.read(path, limit: 0).isEmpty)
  }

  @Test("a folder in a file's place is an error, not an empty file")
  func folderInPlace() {
    let error = #expect(throws: SystemError.self) { try Files.read(folder.path, limit: 9) }
    #expect(error?.number == EISDIR)
  }

  @Test("a file is replaced by another and never written over: who holds the old one keeps it")
  func replaceByAnother() throws {
    let path = folder.file("a")
    try Files.replace(path, Array("old".utf8))
    #expect(link(path, folder.file("held")) == 0)
    try Files.replace(path, Array("new!".utf8))
    #expect(try Files.read(folder.file("held"), limit: 9) == Array("old".utf8))
    #expect(try Files.read(path, limit: 9) == Array("new!".utf8))
  }

  @Test("whoever reads while a file is replaced sees one of the two, whole")
  func readers() throws {
    let path = folder.file("a")
    let count = 50_000
    try Files.replace(path, Array(repeating: 0, count: count))
    let enough = try Mailbox<Bool>(capacity: 1)
    let writer = try WorkerThread(name: "writer") {
      var round: UInt8 = 0
      while enough.drain().isEmpty {
        round &+= 1
        try? Files.replace(path, Array(repeating: round, count: count))
      }
    }
    defer {
      _ = enough.post(true)
      writer.join()
    }
    // Both go on until they have overlapped, however a busy machine runs them.
    var seen: Set<UInt8> = []
    while seen.count < 20 {
      let bytes = try Files.read(path, limit: count)
      #expect(bytes.count == count && Set(bytes).count == 1)
      seen.formUnion(bytes.prefix(1))
    }
  }

  @Test("a scrap that a cut of power left is written over, however long it is")
  func scrap() throws {
    try folder.write(String(repeating: "scrap", count: 100), to: "a.new")
    try Files.replace(folder.file("a"), [1])
    #expect(try Files.read(folder.file("a"), limit: 9) == [1])
    #expect(try Files.list(folder.path) == ["a"])
  }

  @Test("what can't be replaced is an error and leaves no scrap")
  func cannotReplace() throws {
    try Files.makeFolder(folder.file("a/b"))
    let error = #expect(throws: SystemError.self) { try Files.replace(folder.file("a"), [1]) }
    #expect(error?.call == "rename")
    #expect(error?.subject == folder.file("a"))
    #expect(try Files.list(folder.path) == ["a"])
    let missing = #expect(throws: SystemError.self) {
      try Files.replace(folder.file("none/a"), [1])
    }
    #expect(missing?.number == ENOENT)
  }

  @Test("the mode of a replaced file is the one asked for, whatever mode the old one had")
  func mode() throws {
    let path = folder.file("a")
    for mode in [0o600, 0o644, 0o600] as [mode_t] {
      try Files.replace(path, [1], mode: mode)
      var status = stat()
      #expect(stat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == mode)
    }
  }

  @Test(
    "the folder of a path",
    arguments: [
      ("a", "."), ("/a", "/"), ("/", "/"), ("a/b", "a"), ("/a/b", "/a"), ("/a/b/c", "/a/b"),
      ("./a", "."), ("nhà/b", "nhà"),
    ])
  func folderOf(_ path: String, _ parent: String) {
    #expect(Files.folder(of: path) == parent)
  }

  @Test("a folder is made with those above it, once; what is in it stays")
  func makeFolder() throws {
    let path = folder.file("a/b/c")
    try Files.makeFolder(path)
    try Files.replace("\(path)/file", [1])
    try Files.makeFolder(path)
    try Files.makeFolder("\(path)/")
    #expect(try Files.list(path) == ["file"])
  }

  @Test("a folder that must be made within a file is an error")
  func folderWithinFile() throws {
    try Files.replace(folder.file("a"), [1])
    let error = #expect(throws: SystemError.self) { try Files.makeFolder(folder.file("a/b")) }
    #expect(error?.number == ENOTDIR)
  }

  @Test("a folder that can't be made since a file has its name is an error")
  func fileInFoldersPlace() throws {
    try Files.replace(folder.file("a"), [1])
    #expect(throws: SystemError.self) { try Files.makeFolder(folder.file("a")) }
  }

  @Test("a folder is for its owner alone")
  func folderMode() async {
    // In a process of its own: the mask of modes belongs to the whole process.
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      umask(0)
      try Files.makeFolder(folder.file("a/b"))
      for name in ["a", "a/b"] {
        var status = stat()
        #expect(stat(folder.file(name), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
      }
    }
  }

  @Test("names come sorted, those of hidden files and of other alphabets too")
  func list() throws {
    let names = ["b", ".hidden", "á", "a", String(repeating: "x", count: 255), "with space"]
    for name in names { try Data().write(to: URL(fileURLWithPath: folder.file(name))) }
    #expect(try Files.list(folder.path) == names.sorted())
    let error = #expect(throws: SystemError.self) { try Files.list(folder.file("none")) }
    #expect(error?.description == "opendir \(folder.file("none")): No such file or directory")
  }

  @Test("to remove what isn't there is no error; to remove a folder is")
  func remove() throws {
    try Files.remove(folder.file("none"))
    try Files.replace(folder.file("a"), [1])
    try Files.remove(folder.file("a"))
    #expect(!Files.exists(folder.file("a")))
    #expect(throws: SystemError.self) { try Files.remove(folder.path) }
    #expect(Files.exists(folder.path))
  }

  @Test("the size of a file, and nil for none")
  func size() throws {
    try Files.replace(folder.file("a"), [1, 2, 3])
    #expect(Files.size(folder.file("a")) == 3)
    #expect(Files.size(folder.file("none")) == nil)
  }

  @Test("to make a missing folder durable is an error that names it")
  func synchronize() throws {
    try Files.synchronizeFolder(of: folder.file("a"))
    let error = #expect(throws: SystemError.self) {
      try Files.synchronizeFolder(of: folder.file("none/a"))
    }
    #expect(error?.subject == folder.file("none"))
  }
}
