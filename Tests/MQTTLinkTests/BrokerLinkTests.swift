import Foundation
import LinuxIO
import MQTTLink
import Signatures
import TestSupport
import Testing

@Suite("The link, against a real mosquitto", .serialized) struct BrokerLinkTests {
  @Test("300 messages come back whole, once, in order, without a thread of libmosquitto's")
  func roundTrip() throws {
    let broker = try Broker()
    let client = try Client(broker.settings("one"))
    func threads() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
    }
    #expect(client.connect())
    let before = try threads()
    client.link?.subscribe(["one/a"])
    for number in 0..<300 {
      let payload = [UInt8](repeating: UInt8(number % 251), count: 1 + number * 7)
      #expect(client.link?.publish("one/a", payload, retained: false) != nil)
    }
    #expect(client.run { client.messages.count == 300 && client.published == 300 })
    for (number, message) in client.messages.enumerated() {
      #expect(message.payload == [UInt8](repeating: UInt8(number % 251), count: 1 + number * 7))
    }
    #expect(try threads() <= before)
    #expect(client.link?.unacknowledged == 0)
  }

  @Test("retained messages come with every subscription, empty ones not at all")
  func retained() throws {
    let broker = try Broker()
    let client = try Client(broker.settings("one"))
    #expect(client.connect())
    client.link?.publish("one/a", [1], retained: true)
    client.link?.publish("one/b", [], retained: true)
    #expect(client.run { client.published == 2 })
    for count in 1...2 {
      client.link?.subscribe(["one/+"])
      #expect(client.run { client.messages.count == count })
    }
    #expect(client.messages.allSatisfy { $0.retained && $0.payload == [1] })
  }

  @Test("what the permissions don't allow is said to be refused or doesn't arrive")
  func permissions() throws {
    let broker = try Broker()
    let one = try Client(broker.settings("one"))
    let two = try Client(broker.settings("two"))
    #expect(one.connect() && two.connect())
    one.link?.subscribe(["one/a"])
    two.link?.publish("one/a", Array("forged".utf8), retained: false)
    #expect(two.run { two.published == 1 })
    one.link?.publish("one/a", Array("real".utf8), retained: false)
    #expect(one.run { !one.messages.isEmpty })
    #expect(one.messages.map(\.payload) == [Array("real".utf8)])
  }

  @Test("a broker of another authority, under another name, or that doesn't know us: no link")
  func strangers() throws {
    let broker = try Broker()
    let other = try CertificateAuthority(commonName: "Other authority", days: 2)
    try Files.replace(broker.folder.file("other.pem"), other.certificate.pem())
    let cases = [
      try broker.settings("one", trusting: broker.folder.file("other.pem")),
      try broker.settings("one", host: "127.0.0.1"), try broker.settings("stranger", by: other),
    ]
    for settings in cases {
      let client = try Client(settings)
      client.link?.connect()
      #expect(client.run { !client.reasons.isEmpty })
      #expect(client.link?.isUp == false)
      #expect(client.reasons.first?.isEmpty == false)
    }
    // After all that, who belongs here still gets in.
    let good = try Client(broker.settings("one"))
    #expect(good.connect(), "\(good.reasons) \(broker.process?.log ?? "")")
  }

  @Test("nobody listens, no such name, no certificate file: said at once, in words")
  func nobody() throws {
    let broker = try Broker()
    var settings = try broker.settings("one")
    broker.process?.kill()
    for (change, word) in [
      ({ (_: inout LinkSettings) in }, "nobody answers at localhost"),
      ({ $0.host = "no-such-host.invalid" }, "Lookup error"),
      ({ $0.tls.keyPath = "/nowhere" }, "there is no file /nowhere"),
    ] as [((inout LinkSettings) -> Void, String)] {
      change(&settings)
      let client = try Client(settings)
      client.link?.connect()
      #expect(client.run { !client.reasons.isEmpty })
      #expect(client.reasons.first?.contains(word) == true, "\(client.reasons)")
    }
  }

  @Test("a broker killed in the middle is noticed, and the next attempt finds it again")
  func killed() throws {
    let broker = try Broker()
    let client = try Client(broker.settings("one"))
    #expect(client.connect())
    broker.process?.kill()
    #expect(client.run { client.reasons.count == 1 })
    #expect(client.link?.publish("one/a", [1], retained: false) == nil)
    try broker.start()
    #expect(client.connect())
    client.link?.subscribe(["one/a"])
    client.link?.publish("one/a", [7], retained: false)
    #expect(client.run { client.messages.last?.payload == [7] })
  }

  @Test("a client that dies leaves its last will; one that says goodbye does not")
  func lastWill() throws {
    let broker = try Broker()
    let watcher = try Client(broker.settings("one"))
    #expect(watcher.connect())
    watcher.link?.subscribe(["one/will"])
    for isPolite in [true, false] {
      var settings = try broker.settings("one")
      settings.clientIdentifier = "other"
      let client = try Client(settings)
      #expect(client.connect())
      client.link?.publish("one/x", [1], retained: false)
      #expect(client.run { client.published == 1 })
      if isPolite { client.link?.disconnect() } else { client.link = nil }
    }
    #expect(watcher.run { !watcher.messages.isEmpty })
    #expect(watcher.messages.map(\.payload) == [Array("gone".utf8)])
  }

  @Test("a message beyond the bound is dropped, and the next one is read")
  func oversized() throws {
    let broker = try Broker()
    let client = try Client(broker.settings("one"))
    #expect(client.connect())
    client.link?.subscribe(["large"])
    client.link?.publish("large", [UInt8](repeating: 1, count: 70_000), retained: false)
    client.link?.publish("large", [2], retained: false)
    #expect(client.run { !client.messages.isEmpty })
    #expect(client.dropped == 1 && client.messages.map(\.payload) == [[2]])
  }

  @Test("an idle link asks to be woken only for its ping")
  func idle() throws {
    let broker = try Broker()
    let client = try Client(broker.settings("one"))
    #expect(client.connect())
    #expect(client.run { true })
    let deadline = try #require(client.link?.deadline)
    // Half of the keepalive of 120 s.
    #expect(deadline - Clock.monotonicMilliseconds() > 50_000)
  }
}
