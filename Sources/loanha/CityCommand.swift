import ArgumentParser
import LinuxIO
import WardContract
import WardDesk

struct CityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "city",
    abstract: "The city's key, which stands behind wards; kept offline.",
    discussion: """
      Example, all on one computer, for a trial:
        loanha city init --city ha-noi
        loanha city endorse --city ha-noi --ward ba-dinh
        loanha city trust --ward ba-dinh --out enrolment
      With the key in a safe, on a computer without a network:
        loanha city endorse --city ha-noi --area 01.00004 --name "phường Ba Đình" \\
          --root-key ba-dinh/root.pub --version 1 --out endorsement.json
      and at the ward:
        loanha city take --ward ba-dinh --endorsement endorsement.json --city-key city.pub
      """,
    subcommands: [Initialise.self, Endorse.self, Take.self, Trust.self])

  struct CityOption: ParsableArguments {
    @Option(name: .customLong("city"), help: "The city's folder, made by `loanha city init`.")
    var path: String
  }

  struct Initialise: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: "Make the city's key.")

    @OptionGroup var city: CityOption

    func run() throws {
      let folder = try CityFolder.make(path: city.path)
      print(
        """
        The city's key is made in \(folder.path).
          city.jwk   stands behind wards: keep it in a safe, with a copy in another one
          city.pub   goes into every image and to every ward
        """)
    }
  }

  struct Endorse: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign that a root key speaks for a ward.")

    @OptionGroup var city: CityOption
    @Option(
      name: .customLong("city-private-key"),
      help: "The city's private key (JWK) if it is not in its folder.")
    var key: String?
    @Option(
      name: .customLong("ward"), help: "The ward's folder, if it is on this computer.")
    var ward: String?
    @Option(help: "Otherwise: the ward's unit code path.") var area: Area?
    @Option(help: "The ward as people know it.") var name: String?
    @Option(help: "The file of the ward's public root key, root.pub.") var rootKey: String?
    @Option(help: "From 1; higher than that of the ward's last endorsement.") var version: Int64 = 1
    @Option(help: "The file to write.") var out: String?

    func run() throws {
      let folder = try CityFolder(path: city.path)
      if let ward {
        let ward = try WardFolder(path: ward)
        let next = try ward.nextEndorsement(now: currentInstant())
        try ward.take(
          endorsement: folder.endorse(next, keyPath: key), of: folder.publicKey)
        return print("\(ward.name) is endorsed, version \(next.version).")
      }
      guard let area, let name, let rootKey, let out else {
        throw ValidationError("either --ward, or --area, --name, --root-key and --out")
      }
      let endorsement = Endorsement(
        area: area, name: TextRules.normalised(name),
        rootKey: try WardFolder.publicKey(rootKey), version: version, issued: currentInstant())
      // Whatever was written is what devices read.
      _ = try Endorsement(json: endorsement.json)
      try Files.replace(out, folder.endorse(endorsement, keyPath: key), mode: 0o644)
      print("\(name) is endorsed in \(out).")
    }
  }

  struct Take: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take up, at the ward, what the city has signed elsewhere.")

    @OptionGroup var ward: WardOption
    @Option(help: "The signed file.") var endorsement: String
    @Option(help: "The file of the city's public key, city.pub.") var cityKey: String

    func run() throws {
      let folder = try ward.open()
      try folder.take(
        endorsement: Files.read(endorsement, limit: Bounds.envelopeBytes),
        of: WardFolder.publicKey(cityKey))
      print("\(folder.name) is endorsed.")
    }
  }

  struct Trust: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write what devices bring along: whom they believe, and where they ask for a home.",
      discussion: """
        The two files go into /etc/loanha of the image, or into the folder `loanha` of a card.
        """)

    @OptionGroup var ward: WardOption
    @Option(help: "The folder to write them into.") var out: String
    @Option(help: "Where a telephone reaches the desk's pages: https://loa.hanoi.example")
    var page: String?

    func run() throws {
      try ward.open().writeTrust(to: out, page: page)
      print("\(out)/enrolment.toml and \(out)/fleet-ca.pem are what devices bring along.")
    }
  }
}
