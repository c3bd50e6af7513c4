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

  /// A request's line and headers have at most this; a body has the bound of its page.
  static let largestFormBytes = 262_144

  /// The server of the office in `folder`.
  public init(_ folder: OfficeFolder) throws {
    self.folder = folder
    wards = try folder.wardPaths.map { try WardOffice(WardFolder(path: $0)) }
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
    Assets.add(to: router)
    LanguageChoice.add(to: router)
    FirstPage.add(wards, to: router)
    let ward = router.group("w/:area").add(middleware: WardEntrance(wards))
    for pages in Self.pages { pages(ward) }
    return router
  }

  private static let pages: [@Sendable (RouterGroup<DeskContext>) -> Void] = [
    TodayPage.add, LivePage.add, LedgerPages.add, HomePages.add,
  ]

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
      onServerRunning: { channel in
        started("\(scheme)://\(folder.address):\(channel.localAddress?.port ?? folder.port)/")
      }, logger: logger)
    try await application.runService()
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
