import Signatures
import Testing
import WardContract

@Suite("Air on the wire") struct AirTests {
  let ward = Ward()

  private func means(_ pm25: Int) -> AirValues {
    var means = AirValues()
    (means[.pm25], means[.temperature]) = (pm25, -500)
    return means
  }

  private var station: StationAir {
    StationAir(
      area: Ward.area, station: "Trạm Hàng Đậu", source: "moitruongthudo.vn", issued: Ward.now,
      hour: Instant("2026-11-24T07:00:00+07:00")!, expires: Ward.now + 3_600_000,
      series: [.init(.pm25, hours: [20_600, nil, 19_600]), .init(.ozone, hours: [136_100])])
  }

  @Test("a batch of hours comes back as it went")
  func batch() throws {
    let batch = ReadingBatch(
      ledger: Identifier("so-1")!, terminal: Identifier("nha-1")!,
      readings: [
        AirReading(
          sequence: 7, hour: Instant("2026-11-24T07:00:00+07:00")!, means: means(20_600))
      ])
    #expect(try ReadingBatch(json: JSONParser.parse(batch.json.bytes)) == batch)
    #expect(Topic("loanha/v1/terminal/nha-1/up/reading/so-1-7") != nil)
  }

  @Test(
    "an hour that isn't one, a number that can't be, and an hour of nothing are refused",
    arguments: [
      "{\"sequence\":1,\"hour\":\"2026-11-24T07:30:00+07:00\",\"pm25\":1}",
      "{\"sequence\":1,\"hour\":\"2026-11-24T07:00:00+07:00\",\"pm25\":-1}",
      "{\"sequence\":1,\"hour\":\"2026-11-24T07:00:00+07:00\",\"co2\":1000}",
      "{\"sequence\":1,\"hour\":\"2026-11-24T07:00:00+07:00\",\"pm25\":\"1\"}",
      "{\"sequence\":0,\"hour\":\"2026-11-24T07:00:00+07:00\",\"pm25\":1}",
      "{\"sequence\":1,\"hour\":\"2026-11-24T07:00:00+07:00\"}",
    ])
  func strict(text: String) throws {
    let json = try JSONParser.parse(Array(text.utf8))
    #expect(throws: Malformed.self) { try AirReading(json: json) }
  }

  @Test("the desk's word names readings apart from receipts; without them it reads as before")
  func acknowledgement() throws {
    var word = Acknowledgement(
      terminal: Identifier("nha-1")!, ledger: Identifier("so-1")!, sequences: [3], readings: [7],
      time: Ward.now)
    #expect(try Acknowledgement(json: JSONParser.parse(word.json.bytes)) == word)
    word.readings = []
    #expect(word.json["readings"] == nil)
  }

  @Test("a station is believed by a desk key alone, under its own topic and kind")
  func believed() throws {
    func refusal(_ keys: [Ed25519.PrivateKey], as type: ContentType = .stationAir) -> String {
      do throws(Refusal) {
        let air = try Verifier.sodium.stationAir(
          ward.sign(station.json, keys, as: type), area: Ward.area, keyrings: [ward.keyring])
        return air == station ? "believed" : "changed"
      } catch {
        return error.code
      }
    }
    #expect(refusal([ward.desk]) == "believed")
    #expect(refusal([ward.editor]) == "not-entitled")
    #expect(refusal([ward.stranger]) == "unknown-key")
    #expect(refusal([ward.desk], as: .boardIndex) == "wrong-type")
    #expect(throws: Refusal.wrongTopic) {
      try Verifier.sodium.stationAir(
        ward.sign(station.json, [ward.desk], as: .stationAir), area: Area("01.00082")!,
        keyrings: [ward.keyring])
    }
  }

  @Test("a station's hour that isn't over, an end that is too late, twice a pollutant: refused")
  func bounds() {
    func isRefused(_ change: (inout StationAir) -> Void) -> Bool {
      var air = station
      change(&air)
      return (try? StationAir(json: air.json)) == nil
    }
    #expect(!isRefused { _ in })
    #expect(isRefused { $0.hour = Instant("2026-11-24T08:00:00+07:00")! })
    #expect(isRefused { $0.expires = Ward.now + 86_400_000 })
    #expect(isRefused { $0.expires = Ward.now })
    #expect(isRefused { $0.series.append($0.series[0]) })
    #expect(isRefused { $0.series = [] })
    #expect(isRefused { $0.series[0].hours = [nil, nil] })
    #expect(isRefused { $0.series[0].hours = Array(repeating: 1, count: 37) })
    #expect(isRefused { $0.series[0].hours = [-1] })
    #expect(isRefused { $0.station = "" })
  }
}
