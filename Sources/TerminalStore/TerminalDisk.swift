import LinuxIO
import SQLite
import TerminalCore
import WardContract

/// The disk of a terminal: one thread that writes what it is told, in order, and answers with
/// events once it is on the disk.
public final class TerminalDisk {
  private enum Command: Sendable {
    case store([StoreOperation], token: UInt64)
    case piece(MediaDigest, piece: Int, bytes: [UInt8])
    case check(Resource)
    case drop(MediaDigest)
    case readRecording(MediaDigest, piece: Int)
    case dropRecording(MediaDigest)
    case keepReplyRecording(Request.Recording, bytes: [UInt8])
    case inspect(token: UInt64)
    case keepRecording(token: UInt64, milliseconds: Int, RecordingTrouble?)
    case close
  }

  /// Commands that may wait: one transaction, a few pieces, and the checks and drops of a board.
  private static let maximumWaiting = 16_384

  private let commands: Mailbox<Command>
  private var thread: WorkerThread?
  private let mediaPath: String
  private let recordingsPath: String
  /// What the disk remembered when it was opened.
  public let memory: Memory
  /// What was wrong when it was opened, for the journal; the terminal goes on without it.
  public let warning: String?

  /// Opens the store in `folder`, or makes it.
  ///
  /// A damaged database is put aside and a new one made: a home that forgot is better than one
  /// that is silent. A disk that takes nothing (full, read-only) is read, and tried again with
  /// every transaction; see `StoreOpening`. One that a newer program wrote is left alone, and this
  /// throws.
  ///
  /// `inspect` is called on the disk's thread with the path of a medium that has the right
  /// digest, and says why it can't be played or shown, or `nil` if it can. `startAnew` is called
  /// there if a store that couldn't even be read comes back: it remembers more than this run of
  /// the program knows, which must end then.
  public init(
    folder: String, reports: Mailbox<Event>,
    inspect: @escaping @Sendable (_ path: String, Resource) -> String?,
    startAnew: @escaping @Sendable (_ why: String) -> Void
  ) throws {
    let opening = try StoreOpening(folder: folder)
    warning = opening.warning
    mediaPath = "\(folder)/media"
    let media = MediaFolder(path: mediaPath)
    var memory = opening.memory
    memory.media = (try? media.contents()) ?? []
    recordingsPath = "\(folder)/recordings"
    let recordings = RecordingFolder(path: recordingsPath)
    try? Files.makeFolder(recordingsPath)
    memory.recordings = (try? recordings.contents()) ?? []
    memory.isUnwritten = !opening.isWritable
    self.memory = memory
    let commands = try Mailbox<Command>(capacity: Self.maximumWaiting)
    self.commands = commands
    // Handed to the thread whole; nobody else touches them from here on.
    nonisolated(unsafe) let worker = Worker(
      opening, folder, media, recordings, reports, inspect, startAnew)
    thread = try WorkerThread(name: "disk") {
      while worker.perform(Self.next(commands)) {}
    }
  }

  private static func next(_ commands: Mailbox<Command>) -> [Command] {
    while true {
      let waiting = commands.drain()
      if !waiting.isEmpty { return waiting }
      commands.wait(timeoutMilliseconds: -1)
    }
  }

  /// Where a complete medium lies.
  public func path(of digest: MediaDigest) -> String { MediaFolder.path(mediaPath, digest) }

  /// Where a recording of a voice lies.
  public func path(ofRecording digest: MediaDigest) -> String {
    RecordingFolder.path(recordingsPath, digest)
  }

  /// Where the recording of that token is to be written while it is made.
  public func path(ofRecordingBeingMade token: UInt64) -> String {
    RecordingFolder.partPath(recordingsPath, token: token)
  }

  /// Makes a recording that has ended durable. Reported as `recordingEnded`, with what was wrong with
  /// it if that is all that is wrong.
  public func keepRecording(token: UInt64, milliseconds: Int, _ trouble: RecordingTrouble?) {
    post(.keepRecording(token: token, milliseconds: milliseconds, trouble))
  }

  /// Performs an effect that is the disk's; others are none of its business.
  public func perform(_ effect: Effect) {
    switch effect {
    case .store(let operations, let token): post(.store(operations, token: token))
    case .storeMediaPiece(let digest, let piece, let bytes):
      post(.piece(digest, piece: piece, bytes: bytes))
    case .checkMedia(let resource): post(.check(resource))
    case .dropMedia(let digest): post(.drop(digest))
    case .readRecording(let digest, let piece): post(.readRecording(digest, piece: piece))
    case .dropRecording(let digest): post(.dropRecording(digest))
    case .keepReplyRecording(let recording, let bytes):
      post(.keepReplyRecording(recording, bytes: bytes))
    case .inspectStorage(let token): post(.inspect(token: token))
    default: preconditionFailure("not an effect of the disk")
    }
  }

  private func post(_ command: Command) {
    let taken = commands.post(command)
    precondition(taken, "the core asks the disk for more than its bounds allow")
  }

  /// For how long the thread has been busy with one thing, in milliseconds; see
  /// `Mailbox.unattendedMilliseconds`.
  public var unattendedMilliseconds: Int64 { commands.unattendedMilliseconds() }

  /// Finishes what was asked for and ends the thread.
  public func close() {
    post(.close)
    thread?.join()
    thread = nil
  }

  /// The thread's side.
  private final class Worker {
    private var store: StoreOpening
    private let folder: String
    private let media: MediaFolder
    private let recordings: RecordingFolder
    private let reports: Mailbox<Event>
    private let inspect: (String, Resource) -> String?
    private let startAnew: (String) -> Void

    init(
      _ store: StoreOpening, _ folder: String, _ media: MediaFolder, _ recordings: RecordingFolder,
      _ reports: Mailbox<Event>,
      _ inspect: @escaping @Sendable (String, Resource) -> String?,
      _ startAnew: @escaping @Sendable (String) -> Void
    ) {
      self.store = store
      self.folder = folder
      self.media = media
      self.recordings = recordings
      self.reports = reports
      self.inspect = inspect
      self.startAnew = startAnew
    }

    private func report(_ event: Event) {
      let taken = reports.post(event)
      precondition(taken, "the loop reads its mailbox faster than the disk writes")
    }

    /// Performs what waits; false once it is time to end. Transactions that wait together share
    /// one trip to the disk.
    func perform(_ commands: [Command]) -> Bool {
      var transactions: [(operations: [StoreOperation], token: UInt64)] = []
      for command in commands {
        if case .store(let operations, let token) = command {
          transactions.append((operations, token))
          continue
        }
        write(&transactions)
        switch command {
        case .store: break
        case .piece(let digest, let piece, let bytes): store(digest, piece, bytes)
        case .check(let resource): check(resource)
        case .drop(let digest): try? media.drop(digest)
        case .readRecording(let digest, let piece): read(digest, piece)
        case .dropRecording(let digest): try? recordings.drop(digest)
        case .keepReplyRecording(let recording, let bytes): keep(recording, bytes)
        case .inspect(let token):
          report(.storageInspected(token: token, try? StorageInspection.state(of: folder)))
        case .keepRecording(let token, let milliseconds, let trouble):
          keep(token, milliseconds, trouble)
        case .close: return false
        }
      }
      write(&transactions)
      return true
    }

    private func write(_ transactions: inout [(operations: [StoreOperation], token: UInt64)]) {
      defer { transactions = [] }
      if transactions.isEmpty { return }
      do {
        let database = try store.database()
        if (try? database.write(transactions.map(\.operations))) != nil {
          for transaction in transactions { report(.stored(token: transaction.token)) }
          return
        }
        // One that fails doesn't take the others down.
        for transaction in transactions { write(transaction, to: database) }
      } catch let change as StoreOpening.Changed {
        startAnew(change.description)
      } catch {
        for transaction in transactions {
          report(.storeFailed(token: transaction.token, reason: "\(error)"))
        }
      }
    }

    private func write(
      _ transaction: (operations: [StoreOperation], token: UInt64), to database: TerminalDatabase
    ) {
      do throws(DatabaseError) {
        try database.write([transaction.operations])
        report(.stored(token: transaction.token))
      } catch {
        report(.storeFailed(token: transaction.token, reason: error.description))
      }
    }

    private func store(_ digest: MediaDigest, _ piece: Int, _ bytes: [UInt8]) {
      do {
        try media.append(digest, piece: piece, bytes)
        report(.mediaPieceStored(digest, piece: piece))
      } catch {
        report(.mediaFailed(digest, reason: Self.reason(error)))
      }
    }

    private func check(_ resource: Resource) {
      do {
        try media.check(resource, inspect: inspect)
        report(.mediaReady(resource.digest))
      } catch {
        report(.mediaRefused(resource.digest, reason: Self.reason(error)))
      }
    }

    private func keep(_ token: UInt64, _ milliseconds: Int, _ trouble: RecordingTrouble?) {
      do throws(SystemError) {
        let recording = try recordings.keep(token: token, milliseconds: milliseconds)
        report(.recordingEnded(token: token, .kept(recording, trouble)))
      } catch {
        report(.recordingEnded(token: token, .failed(.diskFull)))
      }
    }

    private func keep(_ recording: Request.Recording, _ bytes: [UInt8]) {
      do {
        try recordings.keep(recording, bytes, inspect: inspect)
        report(.replyRecordingKept(recording.digest))
      } catch {
        report(.replyRecordingRefused(recording.digest, reason: Self.reason(error)))
      }
    }

    private func read(_ digest: MediaDigest, _ piece: Int) {
      do throws(SystemError) {
        let bytes = try recordings.read(digest, piece: piece)
        report(.recordingRead(digest, piece: piece, bytes: bytes))
      } catch {
        report(.recordingUnreadable(digest, reason: error.description))
      }
    }

    private static func reason(_ error: any Error) -> String {
      (error as? MediaFolder.Fault)?.reason ?? "\(error)"
    }
  }
}
