import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import LinuxIO
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import WardContract
import WardDesk

/// The ward desk as a server with pages, for one or several wards.
public struct DeskServer: Sendable {
  private let folder: OfficeFolder
  private let wards: [WardOffice]
  private let accounts: AccountOffice
  private let studio = LiveStudio()

  /// A request's line and headers have at most this; a body has the bound of its page.
  static let largestFormBytes = 262_144

  /// The server of the office in `folder`, by the system's clock or another one.
  public init(
    _ folder: OfficeFolder,
    clock: @escaping @Sendable () -> Instant = { Instant(milliseconds: Clock.wallMilliseconds()) }
  ) throws {
    self.folder = folder
    accounts = try AccountOffice(path: folder.databasePath, clock: clock)
    wards = try folder.wardPaths.map {
      try WardOffice(
        WardFolder(path: $0), retention: folder.retention)
    }
    let areas = wards.map(\.area)
    guard Set(areas).count == areas.count else {
      throw DeskError("two wards of \(folder.path)/office.toml have the same area")
    }
  }

  /// Every page and what stands before it.
  public func router() -> Router<DeskContext> {
    let router = Router(context: DeskContext.self)
    router.add(middleware: SecurityHeaders(isTLS: folder.tls != nil))
    router.add(middleware: ErrorPages())
    router.add(middleware: LanguageChoice())
    router.add(middleware: ProxyHeaders(isTLS: folder.tls != nil))
    router.add(middleware: RequestLimit())
    Assets.add(to: router)
    router.add(middleware: FormGuard())
    router.add(middleware: SessionReader(accounts: accounts))
    SignInPages.add(accounts, to: router)
    SetUpPages.add(accounts, to: router)
    AccountPages.add(accounts, to: router)
    PeoplePages.add(accounts, wards, to: router)
    AuditPages.add(accounts, wards, to: router)
    LanguageChoice.add(to: router)
    FirstPage.add(wards, to: router)
    WritingPages.add(wards, to: router)
    ClaimPages.addLinks(wards, to: router)
    let entrance = WardEntrance(wards)
    let ward = router.group("w/:area").add(middleware: entrance)
      .add(middleware: ActRecord(accounts: accounts))
    for pages in Self.pages { pages(ward) }
    FeedbackPages.add(accounts, to: ward)
    let simulators = folder.simulatorsPath.map { SimulatorPages(path: $0) }
    simulators?.add(to: ward)
    LabelPages.add(to: ward)
    HomePages.add(to: ward, simulators: simulators)
    let audited = router.group("w/:area").add(middleware: entrance)
    for pages in Self.auditedPages { pages(accounts, audited) }
    StudioPages.add(accounts, studio, to: audited)
    return router
  }

  private static let pages: [@Sendable (RouterGroup<DeskContext>) -> Void] = [
    TodayPage.add, LivePage.add, LedgerPages.add, HomeLedgerPages.add, DraftPages.add, AirPage.add,
    CalendarPage.add, FeedbackReportPage.add, AlarmPages.add, RequestPages.add,
    HomeSettingsPages.add, CirclePages.add, ClaimPages.add, HomeMapPage.add, PracticePage.add,
    DirectoryPages.add,
  ]

  /// Pages that write down by themselves who does what (`DeskContext.recording`).
  private static let auditedPages: [@Sendable (AccountOffice, RouterGroup<DeskContext>) -> Void] = [
    ApprovalPages.add, KeyPages.add, EmergencyPages.add, ReachPages.add, RevisionPages.add,
    SpeakPages.add, DirectorySigningPages.add,
  ]

  /// The path where whoever first looks after this server sets up the account; `nil` if somebody does
  /// already.
  public func firstSetUpPath() async throws -> String? {
    try await accounts.ask { try $0.firstInvitation(at: $1) }.map { "set-up/\($0)" }
  }

  /// Serves until a signal asks to end; `started` is told where it listens.
  public func run(
    indexIntervalSeconds: Int, started: @escaping @Sendable (String) -> Void
  ) async throws {
    var logger = Logger(label: "loanha-desk")
    logger.logLevel = .error
    let desks = try wards.map { ward in
      try DeskThread(ward.folder, indexIntervalSeconds: indexIntervalSeconds) { reason in
        StandardStream.error.print("desk: \(reason)")
      }
    }
    defer { for desk in desks { desk.stop() } }
    let (folder, scheme) = (folder, folder.tls == nil ? "http" : "https")
    let application = Application(
      router: router(), server: try server(),
      configuration: .init(address: .hostname(folder.address, port: folder.port)),
      services: [
        WordsExpiry(accounts: accounts, wards: wards), DeskWatchdog(wards: wards),
      ],
      onServerRunning: { channel in
        SystemdNotifier().notify("READY=1")
        started("\(scheme)://\(folder.address):\(channel.localAddress?.port ?? folder.port)/")
      }, logger: logger)
    try await application.runService()
    SystemdNotifier().notify("STOPPING=1")
    await studio.close()
  }

  private func server() throws -> HTTPServerBuilder {
    guard let tls = folder.tls else { return .http1() }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(tls.certificate).map {
        .certificate($0)
      },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: tls.key, format: .pem)))
    configuration.minimumTLSVersion = .tlsv12
    return try .tls(.http1(), tlsConfiguration: configuration)
  }
}
