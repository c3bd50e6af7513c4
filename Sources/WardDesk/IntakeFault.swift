import Sound
import WardContract

/// Why a sound or image is not taken in, and what to do.
public enum IntakeFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// No byte came.
  case empty
  /// More than `Bounds.mediaBytes`.
  case tooLarge
  /// Its bytes are of no kind that homes play or show, whatever its name says.
  case unknownKind
  /// Its bytes are no sound that homes play.
  case unknownSound
  /// A spoken reply is longer than `Bounds.recordingMilliseconds`.
  case tooLongReply
  /// Nothing can be heard in it.
  case silent
  /// It can't be decoded.
  case sound(MediaRefusal)
  /// It can't be decoded; the decoder's words.
  case image(reason: String)
  /// The voice can't speak.
  case speech(reason: String)

  /// A sentence for whoever sent it.
  public var description: String {
    switch self {
    case .empty: "Tệp trống. Hãy chọn lại tệp."
    case .tooLarge:
      "Tệp lớn hơn \(Bounds.mediaBytes >> 20) MB. Hãy nén lại hoặc chia thành nhiều phần."
    case .unknownKind:
      "Đây không phải âm thanh WAV, FLAC, MP3, Ogg, Opus hay ảnh JPEG, PNG, dù tên tệp ghi thế nào. "
        + "Hãy lưu lại theo một trong các dạng đó."
    case .unknownSound:
      "Đây không phải âm thanh WAV, FLAC, MP3, Ogg hay Opus. Hãy lưu lại theo một trong các dạng đó."
    case .tooLongReply:
      "Lời nói dài hơn \(Bounds.recordingMilliseconds / 1_000) giây. Hãy nói ngắn lại."
    case .silent: "Không nghe thấy gì trong bản ghi. Hãy kiểm tra micrô rồi ghi lại."
    case .sound(let refusal): Self.words(refusal)
    case .image(let reason): "Không mở được ảnh này (\(reason)). Hãy lưu lại thành JPEG hoặc PNG."
    case .speech(let reason): "Giọng đọc không đọc được (\(reason)). Hãy ghi âm thay vào."
    }
  }

  private static func words(_ refusal: MediaRefusal) -> String {
    switch refusal {
    case .tooLong: "Âm thanh dài hơn 45 phút. Hãy cắt ngắn lại."
    case .empty: "Tệp âm thanh không có tiếng nào. Hãy ghi lại."
    case .tooManyTags:
      "Tệp âm thanh kèm ảnh bìa hoặc ghi chú quá lớn. Hãy xóa chúng rồi gửi lại."
    case .unknownLength, .broken: "Tệp âm thanh bị cắt giữa chừng. Hãy lưu và gửi lại."
    default: "Không giải mã được âm thanh này (\(refusal)). Hãy lưu lại thành MP3 hoặc WAV."
    }
  }
}
