import Boards
import ConfigurationFiles
import Foundation

/// Reads a board out of files that are only words.
func board(_ files: [String: String], _ name: String = "boards/a.toml") throws -> Board {
  try Board(path: name) { path throws(ConfigurationError) in
    guard let text = files[path] else {
      throw ConfigurationError(file: path, line: 0, fault: "there is no such file")
    }
    return Array(text.utf8)
  }
}

/// Reads a board file that lies on the disk.
func shippedBoard(_ path: String) throws -> Board {
  try Board(path: path) { path throws(ConfigurationError) in
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ConfigurationError(file: path, line: 0, fault: "there is no such file")
    }
    return Array(data)
  }
}
