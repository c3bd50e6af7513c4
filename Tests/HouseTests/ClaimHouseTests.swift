import Foundation
import LinuxIO
import Signatures
import TestSupport
import Testing
import WardContract
import WardDesk

/// Identity that is born in the device, with a real broker for enrolment; issue 7 item 2.
@Suite("Devices that ask for a home", .serialized) struct ClaimHouseTests {
  static let address = "Số 34, ngõ 12 phố Đội Cấn"

  private func house() throws -> House {
    let house = try House()
    try house.startBroker()
    try house.startEnrolment()
    try house.startDesk()
    guard eventually({ house.desk?.log.contains("listens for devices") ?? false }) else {
      throw House.Failure(description: house.logs)
    }
    return house
  }

  private func store(_ house: House) throws -> (WardFolder, DeskStore) {
    let folder = try WardFolder(path: house.ward)
    return (folder, try DeskStore(path: folder.databasePath))
  }

  private var now: Instant { Instant(milliseconds: Clock.wallMilliseconds()) }

  private func accept(
    _ device: ClaimingDevice, _ name: String, _ folder: WardFolder, _ store: DeskStore
  ) throws {
    _ = try folder.accept(
      .code(device.fingerprint.code), as: Identifier(name)!, area: folder.area,
      address: Self.address, in: store, by: "lan", at: now)
  }

  /// The code that a device shows, as its journal has it.
  private func code(_ house: House) throws -> String {
    _ = eventually { house.terminal?.log.contains("claim code ") ?? false }
    let log = house.terminal?.log ?? ""
    let start = try #require(log.range(of: "claim code ")?.upperBound, "\(log)")
    return String(log[start...].prefix(14))
  }

  @Test(
    "a device with nothing but its image shows a code, is accepted, and goes on as the home's terminal"
  )
  func claim() throws {
    let house = try house()
    let device = house.folder.file("device")
    try house.loanha(
      "city", "trust", "--ward", house.ward, "--out", device, "--page", "https://loa.example")
    try house.startTerminal(in: device)
    let code = try code(house)
    #expect(
      eventually { try house.loanha("enroll", "--ward", house.ward).contains(code) },
      "\(house.logs)")
    let said = try house.loanha(
      "enroll", "--ward", house.ward, code, "--id", "nha-2", "--area", "01.00004.tdp-1",
      "--address", Self.address, "--wait", "120")
    #expect(said.contains("It has its certificate.") && said.contains("nha-2 is connected"))
    #expect(house.terminal?.isRunning == true, "it needs no new start")
    try house.publish(
      "tin-1", "Họp tổ dân phố", "--text", "19 giờ.", "--audio", try house.tone(seconds: 1))
    #expect(house.hasFact("heard 1", of: "tin-1"), "\(house.logs)")
    // It lasts: everything is on the disk, and the key never left the device.
    #expect(house.terminal?.stop() == 0)
    try house.startTerminal(in: device)
    #expect(
      eventually {
        try house.loanha("terminal", "list", "--ward", house.ward).contains(
          "nha-2\t01.00004.tdp-1\tonline")
      })
    let settings = try String(contentsOfFile: "\(device)/settings.toml", encoding: .utf8)
    #expect(settings.contains(Self.address) && settings.contains("key = \"device.key\""))
    let again = try house.loanha(
      "enroll", "--ward", house.ward, code, "--id", "nha-3", allowed: [1])
    #expect(again.contains("nha-2"), "\(again)")
  }

  @Test(
    "a code that no device has is accepted for later and answers nobody else; one that is none is refused"
  )
  func wrongCode() throws {
    let house = try house()
    let (_, store) = try store(house)
    let loop = try EventLoop()
    let device = try ClaimingDevice(house, loop)
    device.connect()
    let said = try house.loanha(
      "enroll", "--ward", house.ward, "2222-2222-2222", "--wait", "0", allowed: [3])
    #expect(said.contains("nobody has heard of the device yet"))
    let isListed = try loop.run {
      device.say()
      return try !store.claims(at: now).isEmpty
    }
    #expect(isListed, "\(house.logs)")
    #expect(device.answers.isEmpty)
    let refused = try house.loanha("enroll", "--ward", house.ward, "0000", allowed: [1])
    #expect(refused.contains("no claim code"))
  }

  @Test("a claim that is said again gets the same certificate; nothing new is issued")
  func replay() throws {
    let house = try house()
    let (folder, store) = try store(house)
    let loop = try EventLoop()
    let device = try ClaimingDevice(house, loop)
    device.connect()
    try accept(device, "nha-2", folder, store)
    let hasTwo = loop.run {
      device.say()
      return device.answers.count == 2
    }
    #expect(hasTwo, "\(house.logs)")
    #expect(Set(device.answers.map(\.certificates)).count == 1)
    #expect(device.assignment?.address == Self.address)
    #expect(try store.fleet().all == 2, "nha-1 and this one")
  }

  @Test(
    "a claim with another's request, or under another's key, is passed over; nobody hears another's answer"
  )
  func strangers() throws {
    let house = try house()
    let (folder, store) = try store(house)
    let loop = try EventLoop()
    let device = try ClaimingDevice(house, loop)
    // Has overheard the device's request, and says it under a key of its own.
    let thief = try ClaimingDevice(
      house, loop, request: CertificateRequest.make(for: device.key))
    let listener = try ClaimingDevice(house, loop)
    for one in [device, thief, listener] { one.connect() }
    let areUp = loop.run { device.isUp && thief.isUp && listener.isUp }
    #expect(areUp)
    listener.listen(to: device.fingerprint)
    // The broker lets nobody speak under another's name.
    listener.say(now: true, as: device.fingerprint)
    try accept(device, "nha-2", folder, store)
    try accept(thief, "nha-3", folder, store)
    let isAnswered = loop.run {
      thief.say()
      if house.desk?.log.contains("it holds another key") == true { device.say() }
      return !device.answers.isEmpty
    }
    #expect(isAnswered, "\(house.logs)")
    #expect(thief.answers.isEmpty && thief.strangeMessages == 0)
    #expect(listener.answers.isEmpty && listener.strangeMessages == 0)
    #expect(try store.acceptance(of: Identifier("nha-3")!)?.issued == nil)
  }

  @Test(
    "a stranger can leave nothing behind on the broker, and ends no home's connection with its name"
  )
  func nothingKept() throws {
    let house = try house()
    try house.startTerminal()
    #expect(eventually { try house.isOnline() }, "\(house.logs)")
    let loop = try EventLoop()
    let stranger = try ClaimingDevice(house, loop, clientIdentifier: "nha-1")
    stranger.connect()
    #expect(loop.run { stranger.isUp })
    let kept = try ChildProcess.run(
      "mosquitto_pub",
      [
        "-h", "localhost", "-p", "\(house.enrolmentPort)", "-V", "311", "-q", "1", "-r", "--cafile",
        "\(house.ward)/broker/ca.pem", "-i", "x", "-t", "loanha/v1/enrol/up/x", "-m", "x",
      ])
    #expect(kept.code != 0, "a message to be kept ends the connection")
    #expect(try house.isOnline())
    #expect(house.terminal?.log.contains("taken over") == false)
    try house.publish("tin-1", "Họp", "--text", "19 giờ.", "--audio", try house.tone(seconds: 1))
    #expect(house.hasFact("heard 1", of: "tin-1"))
  }

  @Test("250 devices ask at once, are accepted, and come home", .timeLimit(.minutes(5)))
  func fleet() throws {
    let house = try house()
    let (folder, store) = try store(house)
    let loop = try EventLoop()
    let devices = try (0..<250).map { _ in try ClaimingDevice(house, loop) }
    for (number, device) in devices.enumerated() {
      device.connect()
      try accept(device, "may-\(number)", folder, store)
      try loop.runOnce(timeoutMilliseconds: 0)
    }
    let areAnswered = loop.run(seconds: 120) {
      for device in devices where device.answers.isEmpty { device.say() }
      return devices.allSatisfy { !$0.answers.isEmpty }
    }
    #expect(
      areAnswered, "\(devices.count { !$0.answers.isEmpty }) of 250; \(house.logs.suffix(2_000))")
    for device in devices {
      device.close()
      try device.goHome()
      try loop.runOnce(timeoutMilliseconds: 0)
    }
    let areHome = try loop.run(seconds: 120) { try store.fleet().online == 250 }
    let online = try store.fleet().online
    #expect(areHome, "\(online) online, \(devices.count(where: \.isHome)) connected")
    #expect(Set(devices.compactMap(\.assignment?.terminal)).count == 250)
  }

  @Test("a retired terminal is put out and let in no more, others stay, and its device asks anew")
  func retired() throws {
    let house = try house()
    let device = house.folder.file("device")
    try house.loanha("city", "trust", "--ward", house.ward, "--out", device)
    try house.startTerminal()
    let other = try #require(house.terminal)
    #expect(eventually { try house.isOnline() }, "\(house.logs)")
    try house.startTerminal(in: device)
    let first = try code(house)
    try house.loanha("enroll", "--ward", house.ward, first, "--id", "nha-2", "--wait", "120")
    try house.loanha("terminal", "retire", "--ward", house.ward, "--id", "nha-2")
    #expect(
      eventually { house.desk?.log.contains("nha-2 is retired and out of the broker") ?? false },
      "\(house.logs)")
    // What it says from then on comes from nobody: its next connection is refused.
    let refused = try ChildProcess.run(
      "mosquitto_pub",
      [
        "-h", "localhost", "-p", "\(house.port)", "-V", "5", "-q", "1", "--cafile",
        "\(house.ward)/broker/ca.pem", "--cert", "\(device)/device.pem", "--key",
        "\(device)/device.key", "-i", "x", "-t", "loanha/v1/terminal/nha-2/presence", "-m", "x",
      ])
    #expect(refused.code != 0)
    try house.publish("tin-1", "Họp", "--text", "19 giờ.", "--audio", try house.tone(seconds: 1))
    #expect(house.hasFact("heard 1", of: "tin-1"), "the other home goes on: \(other.log)")
    #expect(try house.facts("tin-1").filter { $0 == "heard 1" }.count == 1)
    // The same key, as a new home.
    #expect(house.terminal?.stop() == 0)
    try FileManager.default.removeItem(atPath: "\(device)/settings.toml")
    try house.startTerminal(in: device)
    let said = try house.loanha(
      "enroll", "--ward", house.ward, first, "--id", "nha-3", "--wait", "120")
    #expect(said.contains("nha-3 is connected"), "\(house.logs)")
  }

  @Test("a certificate that is old renews itself over its connection, and the next one uses it")
  func renewal() throws {
    let house = try house()
    // Certificates are dated back by an hour: one for a quarter of an hour is old from the beginning.
    let settings = "\(house.ward)/broker/broker.toml"
    try (String(contentsOfFile: settings, encoding: .utf8) + "certificate-seconds = 900\n")
      .write(toFile: settings, atomically: true, encoding: .utf8)
    #expect(house.desk?.stop() == 0)
    try house.startDesk()
    let device = house.folder.file("device")
    try house.loanha("city", "trust", "--ward", house.ward, "--out", device)
    try house.startTerminal(in: device)
    try house.loanha(
      "enroll", "--ward", house.ward, code(house), "--id", "nha-2", "--wait", "120")
    let first = try String(contentsOfFile: "\(device)/device.pem", encoding: .utf8)
    #expect(
      eventually { house.terminal?.log.contains("has a new certificate") ?? false },
      "\(house.logs)")
    let second = try String(contentsOfFile: "\(device)/device.pem.next", encoding: .utf8)
    #expect(second != first)
    #expect(try String(contentsOfFile: "\(device)/device.pem", encoding: .utf8) == first)
    // The connection breaks; the next one is made with the new certificate.
    house.broker?.kill()
    try house.startBroker()
    #expect(
      eventually { try String(contentsOfFile: "\(device)/device.pem", encoding: .utf8) == second },
      "\(house.logs)")
    #expect(eventually { !FileManager.default.fileExists(atPath: "\(device)/device.pem.next") })
    #expect(
      eventually {
        try house.loanha("terminal", "list", "--ward", house.ward).contains(
          "nha-2\t01.00004\tonline")
      })
  }
}
