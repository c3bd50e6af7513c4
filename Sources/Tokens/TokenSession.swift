import CPKCS11
import Glibc

/// A session with a token in which its user has logged in.
final class TokenSession {
  private static let maximumAttributeBytes = 256
  private static let signatureBytes = 64

  let token: TokenDescription
  private let module: TokenModule
  private let handle: CK_SESSION_HANDLE
  /// Kept for keys that want it anew for every signature. Empty for a token with keys of its own.
  private var pin: [UInt8] = []

  /// Opens a session and logs in, with the PIN that `pin` gives unless the token needs none.
  init(
    _ module: TokenModule, _ token: TokenDescription,
    pin: (String, Bool) throws(TokenFault) -> [UInt8]
  ) throws(TokenFault) {
    guard module.signsEd25519(token.slot) else { throw .noMechanism(token: token.label) }
    guard !token.has(CKF_USER_PIN_LOCKED) else { throw .pinLocked(token: token.label) }
    var handle: CK_SESSION_HANDLE = 0
    try module.call("C_OpenSession") {
      $0.C_OpenSession?(token.slot, CKF_SERIAL_SESSION, nil, nil, &handle)
    }
    (self.module, self.token, self.handle) = (module, token, handle)
    guard token.has(CKF_LOGIN_REQUIRED) else { return }
    guard token.has(CKF_USER_PIN_INITIALIZED) else { throw .pinNotSet(token: token.label) }
    if !token.has(CKF_PROTECTED_AUTHENTICATION_PATH) {
      self.pin = try pin(token.label, token.has(CKF_USER_PIN_FINAL_TRY))
    }
    try logIn(CKU_USER)
  }

  deinit {
    _ = module.code { $0.C_CloseSession?(handle) }
    pin.withUnsafeMutableBytes { memory in
      if let start = memory.baseAddress { explicit_bzero(start, memory.count) }
    }
  }

  private func logIn(_ user: CK_USER_TYPE) throws(TokenFault) {
    let code = module.code { functions in
      guard !pin.isEmpty else { return functions.C_Login?(handle, user, nil, 0) }
      return pin.withUnsafeMutableBufferPointer {
        functions.C_Login?(handle, user, $0.baseAddress, CK_ULONG($0.count))
      }
    }
    switch code {
    case CKR_OK, CKR_USER_ALREADY_LOGGED_IN: return
    case CKR_PIN_INCORRECT, CKR_PIN_INVALID, CKR_PIN_LEN_RANGE: throw refusal()
    case CKR_PIN_LOCKED: throw .pinLocked(token: token.label)
    case CKR_PIN_EXPIRED: throw .pinExpired(token: token.label)
    case CKR_USER_PIN_NOT_INITIALIZED: throw .pinNotSet(token: token.label)
    default: throw fault("C_Login", code)
    }
  }

  /// What a wrong PIN has come to: the token says it with its flags.
  private func refusal() -> TokenFault {
    let now = module.information(token.slot).map { TokenDescription(token.slot, $0) } ?? token
    if now.has(CKF_USER_PIN_LOCKED) { return .pinLocked(token: token.label) }
    return .wrongPIN(token: token.label, isOneTryLeft: now.has(CKF_USER_PIN_FINAL_TRY))
  }

  private func fault(_ function: String, _ code: CK_RV) -> TokenFault {
    switch code {
    case CKR_DEVICE_REMOVED, CKR_TOKEN_NOT_PRESENT, CKR_SESSION_HANDLE_INVALID, CKR_SESSION_CLOSED:
      .removed(token: token.label)
    default: .failed(function: function, code: code)
    }
  }

  private func call(
    _ function: String, _ body: (CK_FUNCTION_LIST) -> CK_RV?
  ) throws(TokenFault) {
    let code = module.code(body)
    guard code == CKR_OK else { throw fault(function, code) }
  }

  /// At most two Ed25519 keys of a class that have these attributes: one is meant, two are too many.
  func objects(
    _ objectClass: CK_OBJECT_CLASS, _ wanted: [(type: CK_ATTRIBUTE_TYPE, value: [UInt8])]
  ) throws(TokenFault) -> [CK_OBJECT_HANDLE] {
    let kind = [(CKA_CLASS, Self.bytes(objectClass)), (CKA_KEY_TYPE, Self.bytes(CKK_EC_EDWARDS))]
    var all = kind + wanted.map { ($0.type, $0.value) }
    try call("C_FindObjectsInit") { functions in
      Self.withTemplate(&all) {
        functions.C_FindObjectsInit?(handle, $0.baseAddress, CK_ULONG($0.count))
      }
    }
    defer { _ = module.code { $0.C_FindObjectsFinal?(handle) } }
    var found: [CK_OBJECT_HANDLE] = [0, 0]
    var count: CK_ULONG = 0
    try call("C_FindObjects") { $0.C_FindObjects?(handle, &found, 2, &count) }
    return Array(found.prefix(Int(min(count, 2))))
  }

  /// An attribute of an object; `nil` if it has none, or more of it than is believed.
  func attribute(
    _ type: CK_ATTRIBUTE_TYPE, of object: CK_OBJECT_HANDLE
  ) throws(TokenFault) -> [UInt8]? {
    var value = [(type, [UInt8](repeating: 0, count: Self.maximumAttributeBytes))]
    var length = 0
    let code = module.code { functions in
      Self.withTemplate(&value) { template in
        let code = functions.C_GetAttributeValue?(handle, object, template.baseAddress, 1)
        length = Int(truncatingIfNeeded: template[0].ulValueLen)
        return code
      }
    }
    switch code {
    case CKR_OK where (0...Self.maximumAttributeBytes).contains(length):
      return Array(value[0].1.prefix(length))
    case CKR_OK, CKR_ATTRIBUTE_TYPE_INVALID, CKR_ATTRIBUTE_SENSITIVE, CKR_BUFFER_TOO_SMALL:
      return nil
    default: throw fault("C_GetAttributeValue", code)
    }
  }

  /// The signature of `message` in one piece, as EdDSA needs it, 64 bytes.
  func sign(_ message: [UInt8], with key: CK_OBJECT_HANDLE) throws(TokenFault) -> [UInt8] {
    var mechanism = CK_MECHANISM(mechanism: CKM_EDDSA, pParameter: nil, ulParameterLen: 0)
    try call("C_SignInit") { $0.C_SignInit?(handle, &mechanism, key) }
    if try attribute(CKA_ALWAYS_AUTHENTICATE, of: key)?.first == 1 {
      try logIn(CKU_CONTEXT_SPECIFIC)
    }
    var message = message
    var signature = [UInt8](repeating: 0, count: Self.signatureBytes)
    var count = CK_ULONG(signature.count)
    let code = module.code {
      $0.C_Sign?(handle, &message, CK_ULONG(message.count), &signature, &count)
    }
    guard code != CKR_DATA_LEN_RANGE, code != CKR_DEVICE_MEMORY else {
      throw .messageTooLong(token: token.label, bytes: message.count)
    }
    guard code == CKR_OK else { throw fault("C_Sign", code) }
    guard count == signature.count else {
      throw .failed(function: "C_Sign", code: CKR_SIGNATURE_LEN_RANGE)
    }
    return signature
  }

  private static func bytes(_ number: CK_ULONG) -> [UInt8] {
    withUnsafeBytes(of: number) { Array($0) }
  }

  /// Attributes as the standard wants them: types, and where the values lie. What `body` has written into
  /// the values is in `attributes` afterwards.
  private static func withTemplate<Answer>(
    _ attributes: inout [(CK_ATTRIBUTE_TYPE, [UInt8])],
    _ body: (UnsafeMutableBufferPointer<CK_ATTRIBUTE>) -> Answer
  ) -> Answer {
    var values = attributes.flatMap(\.1)
    let answer = values.withUnsafeMutableBytes { memory in
      var start = 0
      var template = attributes.map { type, value in
        defer { start += value.count }
        return CK_ATTRIBUTE(
          type: type, pValue: memory.baseAddress.map { $0 + start },
          ulValueLen: CK_ULONG(value.count))
      }
      return template.withUnsafeMutableBufferPointer { body($0) }
    }
    var rest = values[...]
    for index in attributes.indices {
      attributes[index].1 = Array(rest.prefix(attributes[index].1.count))
      rest = rest.dropFirst(attributes[index].1.count)
    }
    return answer
  }
}
