import Signatures
import Testing
import WardContract

@Suite("What a home is told about itself (issue 7 row 6)") struct HomeSettingsTests {
  let ward = Ward()
  static let terminal = Identifier("nha-1")!

  private func settings(_ change: (inout HomeSettings) -> Void = { _ in }) -> HomeSettings {
    var settings = HomeSettings(
      terminal: Self.terminal, ward: Ward.area, version: 3, signed: Ward.now,
      area: Area("01.00004.tdp-7")!, groups: [Area("01.00004.cao-tuoi")!],
      address: "Số 12, ngõ 34, phố Đội Cấn")
    settings.defaults.textSize = .large
    settings.defaults.volumePercent = 80
    settings.defaults.isDarkAtNight = false
    change(&settings)
    return settings
  }

  private func refusal(
    _ settings: HomeSettings, _ keys: [Ed25519.PrivateKey]? = nil,
    of terminal: Identifier = terminal
  ) -> String {
    let envelope = ward.sign(settings.json, keys ?? [ward.desk], as: .homeSettings)
    do throws(Refusal) {
      let read = try Verifier.sodium.homeSettings(
        envelope, terminal: terminal, ward: Ward.area, keyrings: [ward.keyring])
      return read == settings ? "believed" : "another"
    } catch {
      return error.code
    }
  }

  @Test("what the desk signs for this home is read as it was written")
  func believed() {
    #expect(refusal(settings()) == "believed")
    #expect(
      refusal(
        settings {
          ($0.groups, $0.address, $0.defaults) = ([], nil, HomeDefaults())
        }) == "believed")
  }

  @Test("no other key of the ward may say it, nor a stranger, nor another home's desk")
  func forged() {
    for key in [ward.editor, ward.approver, ward.emergency] {
      #expect(refusal(settings(), [key]) == "not-entitled")
    }
    #expect(refusal(settings(), [ward.stranger]) == "unknown-key")
    #expect(refusal(settings(), of: Identifier("nha-2")!) == "wrong-topic")
    #expect(refusal(settings { $0.ward = Area("01")! }) == "wrong-topic")
  }

  @Test(
    "a desk key moves no home out of its ward, into other wards' groups, or beyond bounds",
    arguments: [
      { $0.area = Area("01.00008")! }, { $0.groups = [Area("01.00008.a")!] },
      { $0.groups = [Area("01.00004.a")!, Area("01.00004.a")!] },
      { $0.groups = (1...9).map { Area("01.00004.n-\($0)")! } }, { $0.version = 0 },
      { $0.address = "a\nb" }, { $0.address = String(repeating: "a", count: 161) },
      { $0.defaults.volumePercent = 0 }, { $0.defaults.volumePercent = 101 },
    ] as [@Sendable (inout HomeSettings) -> Void])
  func strict(change: @Sendable (inout HomeSettings) -> Void) {
    #expect(refusal(settings(change)) == "malformed")
  }

  @Test(
    "a presence tells which settings a home holds and which it refused; older homes tell nothing")
  func presence() throws {
    var presence = Presence(online: true, version: "1", boardSequence: 2)
    #expect(try Presence(json: JSONParser.parse(presence.json.bytes)).settingsVersion == 0)
    presence.settingsVersion = 4
    presence.refusedSettings = RefusedSettings(version: 5, code: "malformed")
    #expect(try Presence(json: JSONParser.parse(presence.json.bytes)) == presence)
  }

  @Test("what is set for a narrower circle counts before a wider one")
  func merged() {
    var (narrow, wide) = (HomeDefaults(), HomeDefaults())
    (narrow.textSize, wide.textSize, wide.volumePercent) = (.largest, .large, 40)
    let merged = narrow.over(wide)
    #expect(merged.textSize == .largest && merged.volumePercent == 40)
    #expect(merged.isDarkAtNight == nil)
  }
}
