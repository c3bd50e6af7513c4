@_spi(_Unicode) import Swift

/// A piece of written text.
struct Token: Equatable {
  enum Kind {
    /// Letters of any script.
    case word
    /// Digits 0–9.
    case digits
    /// One other character that means something.
    case mark
    /// One or more spaces, or something that has no words.
    case space
    /// One or more line breaks; `text` has as many line feeds.
    case lineBreak
  }

  var kind: Kind
  var text: String

  /// Takes a text apart. Tokens are in normalisation form C, digits and letters that only look
  /// different (full width, mathematical) are the plain ones.
  static func tokens(of written: String) -> [Token] {
    var tokens: [Token] = []
    func add(_ kind: Kind, _ scalar: Unicode.Scalar) {
      if kind != .mark, let last = tokens.indices.last, tokens[last].kind == kind {
        if kind != .space { tokens[last].text.unicodeScalars.append(scalar) }
      } else {
        tokens.append(Token(kind: kind, text: kind == .space ? " " : String(scalar)))
      }
    }
    for scalar in written._nfc {
      let scalar = plain(scalar)
      switch scalar {
      case "0"..."9": add(.digits, scalar)
      case "\n", "\u{2028}", "\u{2029}": addLineBreak(&tokens)
      case "a"..."z", "A"..."Z": add(.word, scalar)
      default:
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter:
          add(.word, scalar)
        // A mark that no letter has in form C: the letter is read without it.
        case .nonspacingMark, .enclosingMark: continue
        case .spacingMark: add(.word, scalar)
        case .format where scalar != "\u{AD}": continue
        default:
          if let digit = decimalDigit(scalar) {
            add(.digits, digit)
          } else if Symbols.isKnown(scalar) {
            add(.mark, scalar)
          } else {
            add(.space, " ")
          }
        }
      }
    }
    return tokens
  }

  /// A line break swallows the spaces before it, so that empty lines are seen as such.
  private static func addLineBreak(_ tokens: inout [Token]) {
    if let last = tokens.last, last.kind == .space, tokens.count > 1,
      tokens[tokens.count - 2].kind == .lineBreak
    {
      tokens.removeLast()
    }
    if let last = tokens.indices.last, tokens[last].kind == .lineBreak {
      tokens[last].text += "\n"
    } else {
      tokens.append(Token(kind: .lineBreak, text: "\n"))
    }
  }

  /// The plain form of a letter, digit or sign that is written full width or in mathematical type.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let value = scalar.value
    let plain: UInt32
    switch value {
    case 0xFF01...0xFF5E: plain = value - 0xFEE0
    case 0x1D400...0x1D6A3:
      let index = (value - 0x1D400) % 52
      plain = index < 26 ? 0x41 + index : 0x61 + index - 26
    case 0x1D7CE...0x1D7FF: plain = 0x30 + (value - 0x1D7CE) % 10
    default: return scalar
    }
    return Unicode.Scalar(plain) ?? scalar
  }

  private static func decimalDigit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue
    else { return nil }
    return Unicode.Scalar(0x30 + UInt32(value))
  }
}
