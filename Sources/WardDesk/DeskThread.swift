import LinuxIO

/// A ward's desk on a thread of its own, for a program that serves several wards.
public final class DeskThread: Sendable {
  private let stopping: Mailbox<Void>
  private nonisolated(unsafe) let thread: WorkerThread

  /// Starts the desk of `folder`; `failed` is called on its thread if it can't go on.
  public init(
    _ folder: WardFolder, indexIntervalSeconds: Int,
    failed: @escaping @Sendable (String) -> Void
  ) throws {
    let stopping = try Mailbox<Void>(capacity: 1)
    self.stopping = stopping
    thread = try WorkerThread(name: "desk") {
      do {
        try Desk(folder, indexIntervalSeconds: indexIntervalSeconds, stopping: stopping).run()
      } catch {
        failed("\(folder.name): \(error)")
      }
    }
  }

  /// Asks it to end and waits until it has.
  public func stop() {
    _ = stopping.post(())
    thread.join()
  }
}
