// swift-tools-version: 6.2
// LoaNha: the household terminal of the ward, the ward desk, and the tools of the installers.
//
// Rooms are described in docs/architecture.md. What every dependency is for, its licence and its
// cost stand in docs/dependencies.md. `swift build --disable-default-traits --product loanhad`
// resolves no Swift package at all: the terminal needs none.
import PackageDescription

/// Settings of everything that runs on the desk or in a tool.
let common: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// Settings of everything that runs in `loanhad`: without the implicit imports, neither the
/// concurrency runtime nor the regular expression engine gets into the terminal's binary.
let terminal: [SwiftSetting] =
  common + [
    .unsafeFlags([
      "-Xfrontend", "-disable-implicit-concurrency-module-import",
      "-Xfrontend", "-disable-implicit-string-processing-module-import",
    ])
  ]

/// The pure rooms and the painter are optimised in debug builds too: the tests live through hundreds of
/// simulated days, and draw thousands of screens. Preconditions stay on.
let pure: [SwiftSetting] = terminal + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// FreeType and HarfBuzz keep their headers in folders of their own.
let textHeaders: [CSetting] = [
  .unsafeFlags(["-I/usr/include/freetype2", "-I/usr/include/harfbuzz"])
]

/// So do libdrm and libevdev.
let panelHeaders: [CSetting] = [
  .unsafeFlags(["-I/usr/include/libdrm", "-I/usr/include/libevdev-1.0"])
]

let package = Package(
  name: "LoaNha",
  products: [
    .executable(name: "loanhad", targets: ["loanhad"]),
    .executable(name: "loanha", targets: ["loanha"]),
    .executable(name: "loanha-desk", targets: ["loanha-desk"]),
  ],
  traits: [
    .default(enabledTraits: ["Tools"]),
    .trait(name: "Tools", description: "The command line and the ward desk, with their packages."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
  ],
  targets: [
    // Libraries of the system, each behind a header of its own.
    .systemLibrary(name: "CALSA"),
    .systemLibrary(name: "CEBUR128"),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CMosquitto"),
    .systemLibrary(name: "COpus"),
    .systemLibrary(name: "CQRCode"),
    .systemLibrary(name: "COpenSSL"),
    .systemLibrary(name: "CPKCS11"),
    .systemLibrary(name: "CSampleRate"),
    .systemLibrary(name: "CSndFile"),
    .systemLibrary(name: "CSodium"),
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "CSystemd"),
    .target(
      name: "CImages",
      linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg")]),
    .target(
      name: "CText", cSettings: textHeaders,
      linkerSettings: [.linkedLibrary("freetype"), .linkedLibrary("harfbuzz")]),

    .target(
      name: "CPanel", cSettings: panelHeaders,
      linkerSettings: [.linkedLibrary("drm"), .linkedLibrary("evdev")]),

    // Pure: what both ends agree on, and every decision of a terminal.
    .target(name: "WardContract", swiftSettings: pure),
    .target(name: "ConfigurationFiles", swiftSettings: pure),
    .target(name: "Vietnam", swiftSettings: pure),
    .target(name: "Vietnamese", swiftSettings: pure),
    .target(
      name: "BroadcastRules", dependencies: ["ConfigurationFiles", "Vietnamese", "WardContract"],
      swiftSettings: pure),
    .target(name: "Boards", dependencies: ["ConfigurationFiles"], swiftSettings: terminal),
    .target(
      name: "TerminalCore",
      dependencies: ["BroadcastRules", "Vietnam", "Vietnamese", "WardContract"],
      swiftSettings: pure),
    .target(
      name: "Simulation",
      dependencies: ["BroadcastRules", "TerminalCore", "Vietnam", "WardContract"],
      swiftSettings: pure),

    // Edges: one neighbour each.
    .target(name: "LinuxIO", dependencies: ["CLinux"], swiftSettings: terminal),
    .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: terminal),
    .target(
      name: "Signatures", dependencies: ["COpenSSL", "CSodium", "WardContract"],
      swiftSettings: terminal),
    .target(
      name: "Installation", dependencies: ["LinuxIO", "Signatures", "WardContract"],
      swiftSettings: terminal),
    .target(
      name: "MQTTLink", dependencies: ["CMosquitto", "LinuxIO", "WardContract"],
      swiftSettings: terminal),
    .target(name: "Speech", dependencies: ["LinuxIO"], swiftSettings: terminal),
    .target(
      name: "Sound",
      dependencies: ["CALSA", "COpus", "CSampleRate", "CSndFile", "LinuxIO", "Speech"],
      swiftSettings: terminal),
    .target(name: "Telephone", dependencies: ["CSystemd", "LinuxIO"], swiftSettings: terminal),
    .target(name: "Panel", dependencies: ["CPanel", "LinuxIO"], swiftSettings: terminal),
    .target(
      name: "Painter",
      dependencies: ["CText", "CImages", "CQRCode", "TerminalCore", "Vietnam", "WardContract"],
      swiftSettings: pure),
    .target(
      name: "TerminalStore",
      dependencies: ["SQLite", "LinuxIO", "Signatures", "TerminalCore", "WardContract"],
      swiftSettings: terminal),

    // The programs.
    .target(
      name: "Terminal",
      dependencies: [
        "Boards", "ConfigurationFiles", "LinuxIO", "MQTTLink", "Painter", "Panel", "Signatures",
        "Sound",
        "Speech", "Telephone", "TerminalCore", "TerminalStore", "WardContract",
      ],
      swiftSettings: terminal),
    .executableTarget(
      name: "loanhad",
      dependencies: [
        "Boards", "ConfigurationFiles", "Installation", "LinuxIO", "Sound", "Terminal",
      ],
      swiftSettings: terminal),
    .target(
      name: "WardDesk",
      dependencies: [
        "BroadcastRules", "CEBUR128", "ConfigurationFiles", "LinuxIO", "MQTTLink", "Painter",
        "Signatures", "Sound", "Speech", "SQLite", "TerminalCore", "Vietnam", "WardContract",
      ],
      swiftSettings: common),
    .target(name: "Tokens", dependencies: ["CPKCS11"], swiftSettings: common),
    .executableTarget(
      name: "loanha",
      dependencies: [
        "Boards", "BroadcastRules", "ConfigurationFiles", "Installation", "LinuxIO", "Signatures",
        "Sound", "Speech", "TerminalCore", "Tokens", "Vietnam", "Vietnamese", "WardContract",
        "WardDesk",
        .product(
          name: "ArgumentParser", package: "swift-argument-parser",
          condition: .when(traits: ["Tools"])),
      ],
      swiftSettings: common),
    .target(
      name: "DeskPages",
      dependencies: [
        "BroadcastRules", "ConfigurationFiles", "LinuxIO", "Painter", "SQLite", "Signatures",
        "Vietnam",
        "WardContract", "WardDesk",
        .product(
          name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Tools"])),
        .product(
          name: "HummingbirdCore", package: "hummingbird", condition: .when(traits: ["Tools"])),
        .product(
          name: "HummingbirdTLS", package: "hummingbird", condition: .when(traits: ["Tools"])),
      ],
      resources: [.embedInCode("Assets")], swiftSettings: common),
    .executableTarget(
      name: "loanha-desk",
      dependencies: [
        "DeskPages", "LinuxIO", "WardContract", "WardDesk",
        .product(
          name: "ArgumentParser", package: "swift-argument-parser",
          condition: .when(traits: ["Tools"])),
      ],
      swiftSettings: common),

    .target(
      name: "TestSupport", dependencies: ["TerminalCore"], path: "Tests/TestSupport",
      swiftSettings: common),
    .testTarget(
      name: "WardContractTests", dependencies: ["WardContract", "Signatures"], swiftSettings: common
    ),
    .testTarget(name: "VietnamTests", dependencies: ["Vietnam"], swiftSettings: common),
    .testTarget(
      name: "VietnameseTests", dependencies: ["Vietnamese", "TestSupport"], exclude: ["spoken.txt"],
      swiftSettings: common),
    .testTarget(
      name: "ConfigurationFilesTests", dependencies: ["ConfigurationFiles", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "BroadcastRulesTests",
      dependencies: ["BroadcastRules", "ConfigurationFiles", "TestSupport", "WardContract"],
      swiftSettings: common),
    .testTarget(
      name: "BoardsTests", dependencies: ["Boards", "ConfigurationFiles", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "TerminalCoreTests",
      dependencies: [
        "BroadcastRules", "TerminalCore", "Simulation", "TestSupport", "Vietnam", "WardContract",
      ],
      swiftSettings: common),
    .testTarget(
      name: "SimulationTests", dependencies: ["Simulation", "TerminalCore"], swiftSettings: common),
    .testTarget(
      name: "LinuxIOTests", dependencies: ["LinuxIO", "TestSupport"], swiftSettings: common),
    .testTarget(
      name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"], swiftSettings: common),
    .testTarget(
      name: "SignaturesTests", dependencies: ["Signatures", "WardContract", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "InstallationTests",
      dependencies: ["Installation", "LinuxIO", "Signatures", "TestSupport", "WardContract"],
      exclude: ["PowerCut"],
      swiftSettings: common),
    .testTarget(
      name: "TokensTests", dependencies: ["Signatures", "TestSupport", "Tokens"],
      exclude: ["FaultyToken"], swiftSettings: common),
    .testTarget(
      name: "MQTTLinkTests", dependencies: ["MQTTLink", "LinuxIO", "Signatures", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "SpeechTests", dependencies: ["LinuxIO", "Speech", "TestSupport", "Vietnamese"],
      swiftSettings: common),
    .testTarget(
      name: "SoundTests", dependencies: ["Sound", "Speech", "LinuxIO", "TestSupport"],
      exclude: ["FaultyCard"], swiftSettings: common),
    .testTarget(
      name: "TelephoneTests", dependencies: ["LinuxIO", "Telephone", "TestSupport"],
      exclude: ["modem.py"], swiftSettings: common),
    .testTarget(
      name: "PanelTests", dependencies: ["Panel", "LinuxIO", "TestSupport"], exclude: ["Trees"],
      swiftSettings: common),
    .testTarget(
      name: "PainterTests",
      dependencies: ["Painter", "TerminalCore", "TestSupport", "Vietnam", "WardContract"],
      exclude: ["Golden"],
      swiftSettings: common + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .testTarget(
      name: "TerminalStoreTests",
      dependencies: ["TerminalStore", "TerminalCore", "WardContract", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "WardDeskTests",
      dependencies: [
        "BroadcastRules", "LinuxIO", "Painter", "Signatures", "Sound", "Speech", "SQLite",
        "TerminalCore", "TestSupport", "Vietnam", "WardContract", "WardDesk",
      ],
      swiftSettings: common),
    .testTarget(
      name: "DeskPagesTests",
      dependencies: [
        "DeskPages", "LinuxIO", "SQLite", "Signatures", "Sound", "Speech", "TerminalCore",
        "TestSupport", "WardContract", "WardDesk",
      ],
      swiftSettings: common),
    .testTarget(
      name: "TerminalTests",
      dependencies: [
        "Boards", "LinuxIO", "MQTTLink", "Signatures", "Terminal", "TestSupport", "WardContract",
      ],
      swiftSettings: common),
    .testTarget(
      name: "HouseTests",
      dependencies: [
        "LinuxIO", "MQTTLink", "Signatures", "SQLite", "TerminalCore", "TestSupport", "Vietnam",
        "WardContract", "WardDesk",
      ],
      exclude: ["ShiftedClock", "lossy_relay.py"], swiftSettings: common),
  ],
  swiftLanguageModes: [.v6]
)

// A room also depends, for the build, on whatever the rooms that it names depend on. A value of the
// lowest room is part of values of all rooms above, and its size is written into their code; but a module
// file between them stays as it was if its own text says nothing new, so that a build that goes on from an
// older one would leave out the rooms that name only that one, with sizes that are no longer so.
let rooms = Dictionary(uniqueKeysWithValues: package.targets.map { ($0.name, $0) })
func roomNames(_ target: Target) -> [String] {
  target.dependencies.compactMap { if case .byNameItem(let name, _) = $0 { name } else { nil } }
}
for target in package.targets {
  var named = roomNames(target)
  var next = 0
  while next < named.count {
    let below = rooms[named[next]].map(roomNames) ?? []
    named += below.filter { !named.contains($0) }
    next += 1
  }
  target.dependencies += named.filter { !roomNames(target).contains($0) }.map { .byName(name: $0) }
}
