import Hummingbird

/// An HTML document of the desk: what every page has, whoever looks at it.
struct Document {
  let language: Language
  let title: String
  var scripts: [String] = []

  /// The way to the other language and back to where one was.
  static func languageSwitch(_ language: Language, path: String, token: HTML) -> HTML {
    let other: Language = language == .vietnamese ? .english : .vietnamese
    return """
      <form class="language" method="post" action="/language">\(token)
        <input type="hidden" name="language" value="\(other.rawValue)">
        <input type="hidden" name="path" value="\(path)">
        <button lang="\(other.rawValue)">\(language.say("English", "Tiếng Việt"))</button>
      </form>
      """
  }

  /// The way out.
  static func signOut(_ language: Language, token: HTML) -> HTML {
    """
    <form method="post" action="/sign-out">\(token)
      <button>\(language.say("Đăng xuất", "Sign out"))</button></form>
    """
  }

  /// The document as it is sent.
  func response(status: HTTPResponse.Status = .ok, _ body: HTML) -> Response {
    let tags = (["desk.js"] + scripts).pieces {
      "<script src=\"/assets/\($0)\" defer></script>\n"
    }
    let document: HTML = """
      <!doctype html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <link rel="stylesheet" href="/assets/desk.css">
      \(tags)</head>
      <body>
      <a class="skip" href="#main">\(language.say("Đến nội dung", "To the content"))</a>
      \(body)
      </body>
      </html>
      """
    return Response(
      status: status,
      headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: document.markup)))
  }
}

extension Response {
  /// To another page, after a form.
  static func see(_ path: String) -> Response {
    Response(status: .seeOther, headers: [.location: path])
  }
}
