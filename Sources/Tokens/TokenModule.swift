import CPKCS11
import Glibc

/// A PKCS#11 module that was loaded, and ends its work when it goes. For one thread.
final class TokenModule {
  private static let maximumSlots = 64

  private let library: UnsafeMutableRawPointer
  private let functions: UnsafeMutablePointer<CK_FUNCTION_LIST>
  /// Somebody else in this process uses it, too, and ends its work.
  private let isShared: Bool

  /// Loads the module at `path`.
  init(path: String) throws(TokenFault) {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw .noModule(path: path, reason: dlerror().map { String(cString: $0) } ?? "no reason")
    }
    typealias Entry = @convention(c) (UnsafeMutableRawPointer) -> CK_RV
    var list: UnsafeMutablePointer<CK_FUNCTION_LIST>?
    guard let symbol = dlsym(library, "C_GetFunctionList"),
      unsafeBitCast(symbol, to: Entry.self)(&list) == CKR_OK, let functions = list,
      functions.pointee.version.major == 2 || functions.pointee.version.major == 3
    else {
      dlclose(library)
      throw .noModule(path: path, reason: "it is no PKCS#11 module")
    }
    let code = functions.pointee.C_Initialize?(nil) ?? CKR_FUNCTION_NOT_SUPPORTED
    isShared = code == CKR_CRYPTOKI_ALREADY_INITIALIZED
    guard code == CKR_OK || isShared else {
      dlclose(library)
      throw .failed(function: "C_Initialize", code: code)
    }
    self.library = library
    self.functions = functions
  }

  deinit {
    if !isShared { _ = functions.pointee.C_Finalize?(nil) }
    dlclose(library)
  }

  /// The error number of one function; a function that the module lacks is not supported.
  func code(_ body: (CK_FUNCTION_LIST) -> CK_RV?) -> CK_RV {
    body(functions.pointee) ?? CKR_FUNCTION_NOT_SUPPORTED
  }

  /// Calls a function, which must succeed.
  func call(_ name: String, _ body: (CK_FUNCTION_LIST) -> CK_RV?) throws(TokenFault) {
    let code = code(body)
    guard code == CKR_OK else { throw .failed(function: name, code: code) }
  }

  /// The slots that have a token.
  func slots() throws(TokenFault) -> [CK_SLOT_ID] {
    var slots = [CK_SLOT_ID](repeating: 0, count: Self.maximumSlots)
    var count = CK_ULONG(slots.count)
    try call("C_GetSlotList") { $0.C_GetSlotList?(1, &slots, &count) }
    return Array(slots.prefix(Int(min(count, CK_ULONG(slots.count)))))
  }

  /// What the token in `slot` says of itself; `nil` if it was pulled out.
  func information(_ slot: CK_SLOT_ID) -> CK_TOKEN_INFO? {
    var information = CK_TOKEN_INFO()
    return code { $0.C_GetTokenInfo?(slot, &information) } == CKR_OK ? information : nil
  }

  /// Whether the token in `slot` makes signatures of Ed25519.
  func signsEd25519(_ slot: CK_SLOT_ID) -> Bool {
    var mechanism = CK_MECHANISM_INFO()
    return code { $0.C_GetMechanismInfo?(slot, CKM_EDDSA, &mechanism) } == CKR_OK
      && mechanism.flags & CKF_SIGN != 0
  }
}

/// A token as it describes itself.
struct TokenDescription {
  let slot: CK_SLOT_ID
  let label, manufacturer, model, serial: String
  let flags: CK_FLAGS

  init(_ slot: CK_SLOT_ID, _ information: CK_TOKEN_INFO) {
    self.slot = slot
    label = Self.text(information.label)
    manufacturer = Self.text(information.manufacturerID)
    model = Self.text(information.model)
    serial = Self.text(information.serialNumber)
    flags = information.flags
  }

  /// Whether `uri` means it.
  func fits(_ uri: TokenURI) -> Bool {
    [
      (uri.token, label), (uri.manufacturer, manufacturer), (uri.model, model),
      (uri.serial, serial),
    ].allSatisfy { wanted, actual in wanted == nil || wanted == actual }
  }

  func has(_ flag: CK_FLAGS) -> Bool { flags & flag != 0 }

  /// A field of the standard: padded with spaces. Control characters would change the screen that it is
  /// printed on.
  private static func text<Field>(_ field: Field) -> String {
    let bytes = withUnsafeBytes(of: field) { Array($0) }
    let end = bytes.lastIndex { $0 != UInt8(ascii: " ") && $0 != 0 }.map { $0 + 1 } ?? 0
    let scalars = String(decoding: bytes[..<end], as: UTF8.self).unicodeScalars
    return String(
      String.UnicodeScalarView(
        scalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }
}
