import Hummingbird
import WardContract
import WardDesk

/// What a ward proposes to households, as a form has it and in words.
struct DefaultsForm {
  let language: Language

  private func say(_ vietnamese: String, _ english: String) -> String {
    language.say(vietnamese, english)
  }

  private static let volumes = stride(from: 20, through: 100, by: 20)

  /// Fields with what is proposed here; what isn't stands as it is around here.
  func fields(_ own: HomeDefaults, around: HomeDefaults) -> HTML {
    """
    \(field("text-size", say("Cỡ chữ", "Size of words"), own.textSize?.rawValue,
      around.textSize.map(words), TextSize.allCases.map { ($0.rawValue, words($0)) }))
    \(field("reading-pace", say("Tốc độ đọc", "Pace of reading"), own.readingPace?.rawValue,
      around.readingPace.map(words), ReadingPace.allCases.map { ($0.rawValue, words($0)) }))
    \(field("volume", say("Âm lượng", "Volume"), own.volumePercent.map(String.init),
      around.volumePercent.map { "\($0) %" }, volumes(own)))
    \(field("dark-at-night", say("Tối màn hình ban đêm", "Dark at night"),
      own.isDarkAtNight.map { $0 ? "1" : "0" }, around.isDarkAtNight.map(words),
      [("1", words(true)), ("0", words(false))]))
    """
  }

  /// Whole steps, and what was set elsewhere.
  private func volumes(_ own: HomeDefaults) -> [(String, String)] {
    let all = Set(Array(Self.volumes) + [own.volumePercent].compactMap { $0 }).sorted()
    return all.map { (String($0), "\($0) %") }
  }

  private func field(
    _ name: String, _ label: String, _ value: String?, _ around: String?,
    _ options: [(String, String)]
  ) -> HTML {
    let standing = around ?? say("như máy mới", "as in a new terminal")
    let choices = options.pieces { option in
      """
      <option value="\(option.0)"\(" selected", if: option.0 == value)>\(option.1)</option>
      """
    }
    return """
      <label for="\(name)">\(label)</label>
      <select id="\(name)" name="\(name)">
        <option value="">\(say("Không đặt riêng", "Nothing of its own")) (\(standing))</option>\(choices)
      </select>
      """
  }

  /// What a form brought; a value that no page offers is no form of ours.
  static func read(_ form: Form) throws(HTTPError) -> HomeDefaults {
    func value<Value>(_ name: String, _ read: (String) -> Value?) throws(HTTPError) -> Value? {
      guard !form[name].isEmpty else { return nil }
      guard let value = read(form[name]) else { throw HTTPError(.badRequest) }
      return value
    }
    var defaults = HomeDefaults()
    defaults.textSize = try value("text-size") { TextSize(rawValue: $0) }
    defaults.readingPace = try value("reading-pace") { ReadingPace(rawValue: $0) }
    defaults.volumePercent = try value("volume") { text in
      Int64(text).flatMap { HomeDefaults.volumes.contains($0) ? Int($0) : nil }
    }
    defaults.isDarkAtNight = try value("dark-at-night") { ["1": true, "0": false][$0] }
    return defaults
  }

  // MARK: Words

  private func words(_ size: TextSize) -> String {
    switch size {
    case .normal: say("thường", "normal")
    case .large: say("lớn", "large")
    case .largest: say("rất lớn", "largest")
    }
  }

  private func words(_ pace: ReadingPace) -> String {
    switch pace {
    case .slow: say("chậm", "slow")
    case .normal: say("vừa", "normal")
    case .fast: say("nhanh", "fast")
    }
  }

  private func words(_ isSo: Bool) -> String { isSo ? say("có", "yes") : say("không", "no") }

  /// "cỡ chữ lớn, âm lượng 80 %"
  func words(_ defaults: HomeDefaults) -> String {
    let parts: [String?] = [
      defaults.textSize.map { "\(say("cỡ chữ", "words")) \(words($0))" },
      defaults.readingPace.map { "\(say("đọc", "reading")) \(words($0))" },
      defaults.volumePercent.map { "\(say("âm lượng", "volume")) \($0) %" },
      defaults.isDarkAtNight.map { "\(say("tối ban đêm", "dark at night")): \(words($0))" },
    ]
    let all = parts.compactMap { $0 }
    return all.isEmpty ? say("không đặt gì", "nothing") : all.joined(separator: ", ")
  }
}
