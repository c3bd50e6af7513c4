import Glibc
import LinuxIO

/// Folders of files that come with LoaNha.
enum SharedFolder {
  /// The folder `name` that came with the running program: `share/loanha-desk` where it was installed, or
  /// the source tree that it was built in. Such a folder has a README.
  static func find(_ name: String) throws -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let program = buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:))
    var folder = Files.folder(of: String(decoding: program, as: UTF8.self))
    while folder != "/", folder != "." {
      folder = Files.folder(of: folder)
      let root = folder == "/" ? "" : folder
      for path in ["\(root)/share/loanha-desk/\(name)", "\(root)/\(name)"]
      where Files.exists("\(path)/README.md") {
        return path
      }
    }
    throw DeskError(
      "the folder \(name) that comes with LoaNha is not there: is it installed whole?")
  }
}
