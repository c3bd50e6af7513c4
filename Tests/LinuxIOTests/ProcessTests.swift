import Foundation
import LinuxIO
import TestSupport
import Testing

/// What belongs to a whole process (signals, the environment, standard streams), each in one of
/// its own; and the clocks.
@Suite("The process and its clocks", .timeLimit(.minutes(10))) struct ProcessTests {
  @Test("a request to end comes into the loop as its number")
  func termination() async {
    // One process for all three: what a closure captures reaches no process before Swift 6.3.
    await #expect(processExitsWith: .success) {
      let loop = try EventLoop()
      var heard: [Int32] = []
      let signals = try TerminationSignals(loop) {
        heard.append($0)
        loop.stop()
      }
      let numbers = [SIGTERM, SIGINT, SIGHUP]
      for number in numbers {
        raise(number)
        try loop.run()
      }
      #expect(heard == numbers)
      withExtendedLifetime(signals) {}
    }
  }

  @Test("a pipe whose reader has gone is an error and doesn't end a program that has a loop")
  func brokenPipe() async {
    await #expect(processExitsWith: .success) {
      let loop = try EventLoop()
      let signals = try TerminationSignals(loop) { _ in }
      var ends: [Int32] = [-1, -1]
      #expect(pipe(&ends) == 0)
      close(ends[0])
      let writing = Descriptor(owning: ends[1])
      let error = #expect(throws: SystemError.self) { try writing.writeAll([1]) }
      #expect(error?.number == EPIPE)
      withExtendedLifetime(signals) {}
    }
  }

  @Test("systemd hears each state as one message, at a path and in the abstract space")
  func notify() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      for path in [folder.file("notify"), "@\(folder.file("abstract"))"] {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let listener = Descriptor(
          owning: socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0))
        let length = socklen_t(2 + bytes.count + (bytes[0] == 0 ? 0 : 1))
        let bound = withUnsafePointer(to: &address) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(listener.number, $0, length)
          }
        }
        #expect(bound == 0)
        setenv("NOTIFY_SOCKET", path, 1)
        let notifier = SystemdNotifier()
        unsetenv("NOTIFY_SOCKET")
        notifier.notify("READY=1")
        notifier.notify("STATUS=đang chạy")
        let heard = [try listener.read(atMost: 100), try listener.read(atMost: 100)]
        #expect(heard == [Array("READY=1".utf8), Array("STATUS=đang chạy".utf8)])
      }
    }
  }

  @Test("without systemd, with nobody listening or with an impossible address nothing happens")
  func nobodyToNotify() async {
    await #expect(processExitsWith: .success) {
      unsetenv("NOTIFY_SOCKET")
      SystemdNotifier().notify("READY=1")
      for path in ["", "/nowhere/at/all", "@nobody", String(repeating: "x", count: 200)] {
        setenv("NOTIFY_SOCKET", path, 1)
        SystemdNotifier().notify("READY=1")
      }
    }
  }

  @Test("a line is out on its stream when the call returns, even if the program dies then")
  func standardStreams() async {
    let result = await #expect(
      processExitsWith: .signal(SIGKILL),
      observing: [\.standardOutputContent, \.standardErrorContent]
    ) {
      StandardStream.output.print("một dòng")
      StandardStream.error.print("một lỗi")
      kill(getpid(), SIGKILL)
    }
    func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }
    let output = text(result?.standardOutputContent)
    let errors = text(result?.standardErrorContent)
    #expect(output.hasSuffix("một dòng\n"))
    #expect(errors.contains("một lỗi\n"))
  }

  @Test("a line for nobody, or for a full disk, is dropped and the program goes on")
  func nobodyReads() async {
    await #expect(processExitsWith: .exitCode(7)) {
      close(1)
      StandardStream.output.print("nobody")
      let full = try Descriptor.open("/dev/full", O_WRONLY)
      dup2(full.number, 1)
      StandardStream.output.print("no room")
      exit(7)
    }
  }

  @Test("the clock of alarms never goes back, and the wall clock is the system's")
  func clocks() {
    var last = Clock.monotonicMilliseconds()
    var lastMeasure = Clock.measureNanoseconds()
    for _ in 0..<10_000 {
      let (now, measure) = (Clock.monotonicMilliseconds(), Clock.measureNanoseconds())
      #expect(now >= last && measure >= lastMeasure)
      (last, lastMeasure) = (now, measure)
    }
    let before = Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)) - 1
    let wall = Clock.wallMilliseconds()
    let after = Int64((Date().timeIntervalSince1970 * 1000).rounded(.up)) + 1
    #expect((before...after).contains(wall))
  }

  @Test("the kernel's dice don't fall the same way")
  func entropy() {
    #expect(Set((0..<1_000).map { _ in Clock.entropy() }).count == 1_000)
  }
}
