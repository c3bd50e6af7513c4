import Foundation
import LinuxIO
import TestSupport
import Testing

@Suite("Descriptors") struct DescriptorTests {
  private let folder = TemporaryFolder()

  /// A new pipe: the end to read from, the end to write to.
  private func makePipe() throws -> (reading: Descriptor, writing: Descriptor) {
    var ends: [Int32] = [-1, -1]
    try systemCall("pipe") { pipe(&ends) }
    return (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
  }

  @Test("a descriptor that goes is closed: its reader sees the end")
  func closes() throws {
    let reading: Descriptor
    do {
      let pipe = try makePipe()
      reading = pipe.reading
      try pipe.writing.writeAll([1])
    }
    #expect(try reading.read(atMost: 9) == [1])
    #expect(try reading.read(atMost: 9).isEmpty)
  }

  @Test("no program that is started inherits an open file")
  func closeOnExec() throws {
    let file = try Descriptor.open(folder.file("a"), O_RDWR | O_CREAT)
    #expect(fcntl(file.number, F_GETFD) & FD_CLOEXEC != 0)
  }

  @Test("a file that is made is for its owner alone")
  func mode() throws {
    let file = try Descriptor.open(folder.file("a"), O_RDWR | O_CREAT)
    var status = stat()
    #expect(fstat(file.number, &status) == 0)
    #expect(status.st_mode & 0o077 == 0)
  }

  @Test("more than a pipe holds is written whole while another thread reads")
  func writeWhole() throws {
    let pipe = try makePipe()
    let bytes = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 >> 4) }
    let number = pipe.writing.number
    let writer = try WorkerThread(name: "writer") {
      let copy = Descriptor(owning: dup(number))
      try? copy.writeAll(bytes)
    }
    var read: [UInt8] = []
    while read.count < bytes.count {
      let more = try pipe.reading.read(atMost: 5_000)
      guard !more.isEmpty else { break }
      read += more
    }
    writer.join()
    #expect(read == bytes)
  }

  @Test("nothing is written without a system call, and nothing is an answer too")
  func writeNothing() throws {
    let pipe = try makePipe()
    try pipe.writing.writeAll([UInt8]())
    try pipe.writing.writeAll([7])
    #expect(try pipe.reading.read(atMost: 9) == [7])
    #expect(try pipe.reading.read(atMost: 0).isEmpty)
  }

  @Test("a full disk is told as one")
  func fullDisk() throws {
    let full = try Descriptor.open("/dev/full", O_WRONLY)
    let error = #expect(throws: SystemError.self) { try full.writeAll([1]) }
    #expect(error?.isDiskFull == true)
    #expect(error?.description == "write: No space left on device")
  }

  @Test("a place in a file is read from there, at the end what is there, beyond it nothing")
  func readFrom() throws {
    let bytes = (0..<100).map { UInt8($0) }
    try Files.replace(folder.file("a"), bytes)
    let file = try Descriptor.open(folder.file("a"), O_RDONLY)
    #expect(try file.read(atMost: 10, from: 50) == Array(bytes[50..<60]))
    #expect(try file.read(atMost: 10, from: 0) == Array(bytes[0..<10]))
    #expect(try file.read(atMost: 10, from: 95) == Array(bytes[95...]))
    #expect(try file.read(atMost: 10, from: 100).isEmpty)
    #expect(try file.read(atMost: 10, from: 1_000).isEmpty)
    #expect(throws: SystemError.self) { try file.read(atMost: 10, from: -1) }
  }

  @Test("what a pipe can't do is an error that names the call")
  func pipeErrors() throws {
    let pipe = try makePipe()
    let seek = #expect(throws: SystemError.self) { try pipe.reading.read(atMost: 1, from: 0) }
    #expect(seek == SystemError("lseek", number: ESPIPE))
    let synchronize = #expect(throws: SystemError.self) { try pipe.writing.synchronize() }
    #expect(synchronize == SystemError("fdatasync", number: EINVAL))
    let direction = #expect(throws: SystemError.self) { try pipe.writing.read(atMost: 1) }
    #expect(direction == SystemError("read", number: EBADF))
  }

  @Test("a call that a signal interrupts is made again, and its subject isn't spelt for nothing")
  func interrupted() throws {
    var calls = 0
    func subject() -> String {
      Issue.record("a call that succeeds has no need of its subject")
      return ""
    }
    let answer = try systemCall("call", subject()) { () -> Int32 in
      calls += 1
      errno = EINTR
      return calls < 3 ? -1 : 5
    }
    #expect(answer == 5)
    #expect(calls == 3)
  }

  @Test("an error tells call, subject and the kernel's reason, and which are full disks")
  func errors() {
    #expect(
      SystemError("open", "a", number: EACCES).description == "open a: Permission denied")
    #expect(SystemError("poll", number: EINVAL).description == "poll: Invalid argument")
    #expect(SystemError("write", number: ENOSPC).isDiskFull)
    #expect(SystemError("write", number: EDQUOT).isDiskFull)
    #expect(!SystemError("write", number: EIO).isDiskFull)
  }
}
