import Glibc
import TestSupport
import Testing
import Tokens

extension SoftToken {
  /// The tokens of this process, in which a module has one state.
  private static let folder: Result<SoftTokenFolder, any Error> = Result {
    let folder = try SoftTokenFolder()
    setenv("SOFTHSM2_CONF", folder.configurationPath, 1)
    return folder
  }

  /// A token of that label beside those that there are already, without keys.
  convenience init(shared label: String) throws {
    try self.init(label, in: Self.folder.get())
  }

  /// Opens a key: `name` is what the URI says of it.
  func open(
    _ name: String, module: String = SoftTokenFolder.module,
    pin: [UInt8] = Array(SoftToken.pin.utf8)
  ) throws -> TokenKey {
    let uri = try TokenURI("pkcs11:token=\(label);\(name)?module-path=\(module)")
    return try TokenKey(uri) { _, _ in pin }
  }

  /// SoftHSM with a fault; see faulty_token.c.
  static func module(with fault: String) throws -> String {
    let path = try folder.get().folder.file("\(fault).so")
    let (code, output) = try ChildProcess.run(
      "gcc",
      [
        "-Wall", "-Werror", "-shared", "-fPIC", "-D\(fault)", "-o", path,
        "\(sourceRoot)/Tests/TokensTests/FaultyToken/faulty_token.c",
      ])
    try #require(code == 0, "\(output)")
    return path
  }
}
