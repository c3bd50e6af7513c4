import LinuxIO
import Signatures
import WardContract

extension WardFolder {
  /// What the station has measured, as it was signed; `nil` if nothing was, if it has expired, or if
  /// it can't be read: the board must not wait for it.
  public func stationEnvelope(now: Instant) throws -> [UInt8]? {
    guard Files.exists(stationPath) else { return nil }
    let envelope = try Files.read(stationPath, limit: Bounds.envelopeBytes)
    let air = try? StationAir(json: JSONParser.parse(Envelope(parsing: envelope).payload))
    return air.map { $0.expires > now } == true ? envelope : nil
  }

  /// Signs what the station has measured with the desk's key; the running desk puts it on the broker.
  /// Refuses what homes would refuse.
  public func sign(_ air: StationAir) throws {
    let envelope = Envelope.sign(air.json, as: .stationAir, by: [try Self.signer(keyPath("desk"))])
    do {
      _ = try Verifier.sodium.stationAir(envelope, area: area, keyrings: [keyring()])
    } catch let refusal as Refusal {
      throw DeskError("homes would refuse this: \(refusal)")
    }
    try Files.replace(stationPath, envelope, mode: 0o644)
  }
}
