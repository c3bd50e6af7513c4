import ConfigurationFiles
import WardContract

extension DirectoryFile {
  /// Files that `read` makes the same directory of, in the order of its entries; one if it is small.
  static func texts(of directory: Directory) -> [String] {
    var files = [heading]
    for entry in directory.entries {
      let table = text(of: entry)
      if files[files.count - 1].utf8.count + table.utf8.count > ConfigurationFile.maximumBytes {
        files.append(heading)
      }
      files[files.count - 1] += table
    }
    return files
  }

  private static let heading =
    "# Danh bạ của phường; xuất từ máy chủ. Đọc lại được bằng `loanha directory publish`.\n"

  private static func text(of entry: Directory.Entry) -> String {
    let name = entry.kind == .writingForm ? "" : ".\(entry.key)"
    let source = [
      ("source", quoted(entry.source.text)), ("date", quoted(entry.source.date.description)),
    ]
    let lines = (keys(of: entry) + source).map { "\($0.0) = \($0.1)\n" }.joined()
    return "\n[\(entry.kind.rawValue)\(name)]\n\(lines)"
  }

  private static func keys(of entry: Directory.Entry) -> [(String, String)] {
    switch entry {
    case .procedure(let procedure):
      let optional: [(String, String?)] = [
        ("papers", procedure.papers.isEmpty ? nil : list(procedure.papers)),
        ("fee", procedure.fee.map(quoted)), ("time-limit", procedure.timeLimit.map(quoted)),
        ("level", procedure.level.map { quoted($0.rawValue) }),
        ("address", procedure.address.map(quoted)),
      ]
      return [("name", quoted(procedure.name)), ("group", quoted(procedure.group))]
        + optional.compactMap { key, value in value.map { (key, $0) } }
    case .biller(let biller):
      return [
        ("name", quoted(biller.name)), ("service", quoted(biller.service)),
        ("format", quoted(biller.format.description)), ("help", quoted(biller.help)),
      ]
    case .subject(let subject):
      return [("name", quoted(subject.name)), ("anonymous", "\(subject.isAnonymous)")]
        + (subject.sentences.isEmpty ? [] : [("sentences", list(subject.sentences))])
    case .number(let number): return [("name", quoted(number.name))]
    case .areaName(let name): return [("name", quoted(name.name))]
    case .writingForm(let form): return [("address", quoted(form.address))]
    }
  }

  private static func list(_ lines: [String]) -> String {
    "[\(lines.map(quoted).joined(separator: ", "))]"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
      quoted.append(scalar)
    }
    return "\"\(String(quoted))\""
  }
}

/// Why a file is no directory: the line, if it is one line's fault, and what stands there.
public struct DirectoryFileFault: Error, Equatable, Sendable {
  /// Counted from 1; `nil` where the fault is of the whole file.
  public var line: Int?
  /// The line as it was written; empty without one.
  public var text: String
}

extension Directory {
  /// The files that `loanha directory publish` makes this directory of.
  public var files: [String] { DirectoryFile.texts(of: self) }

  /// The directory of one such file, as somebody wrote it.
  public init(file text: String) throws(DirectoryFileFault) {
    do {
      self = try DirectoryFile.read(Array(text.utf8), name: "directory.toml")
    } catch let error as ConfigurationError where error.line > 0 {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      throw DirectoryFileFault(
        line: error.line, text: lines.count >= error.line ? String(lines[error.line - 1]) : "")
    } catch {
      throw DirectoryFileFault(line: nil, text: "")
    }
  }
}
