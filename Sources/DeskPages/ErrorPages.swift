import Hummingbird
import LinuxIO
import WardDesk

/// Makes a page of what went wrong: what happened and what to do. Details of faults in the server
/// go to its log, not to the browser.
struct ErrorPages: RouterMiddleware {
  func handle(
    _ request: Request, context: DeskContext,
    next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError {
      return page(error.status, error.body, request, context)
    } catch let error as DeskError {
      return page(.unprocessableContent, error.description, request, context)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      StandardStream.error.print("desk: \(request.method) \(request.uri.path): \(error)")
      return page(.internalServerError, nil, request, context)
    }
  }

  private func page(
    _ status: HTTPResponse.Status, _ detail: String?, _ request: Request, _ context: DeskContext
  ) -> Response {
    let language = LanguageChoice.language(of: request)
    let words = Self.words(status, language)
    return Document(language: language, title: words.title).response(
      status: status,
      """
      <main id="main" class="alone">
        <h1>\(words.title)</h1>
        <p>\(detail ?? words.advice)</p>
        <p><a class="button" href="/">\(language.say("Về trang đầu", "To the first page"))</a></p>
      </main>
      """)
  }

  private static func words(
    _ status: HTTPResponse.Status, _ language: Language
  ) -> (title: String, advice: String) {
    switch status {
    case .unauthorized:
      (
        language.say("Bạn chưa đăng nhập", "You are not signed in"),
        language.say(
          "Đăng nhập rồi mở lại trang này; bản nháp vẫn còn.",
          "Sign in and open this page again; drafts are kept.")
      )
    case .forbidden:
      (
        language.say("Bạn không có quyền làm việc này", "You may not do this"),
        language.say(
          "Hỏi người quản trị nếu việc này là của bạn.",
          "Ask the administrator if this is your work.")
      )
    case .notFound:
      (
        language.say("Không có trang này", "There is no such page"),
        language.say("Kiểm tra lại địa chỉ.", "Check the address.")
      )
    case .contentTooLarge:
      (
        language.say("Tệp quá lớn", "The file is too large"),
        language.say("Chọn tệp nhỏ hơn.", "Choose a smaller one.")
      )
    case .internalServerError:
      (
        language.say("Máy chủ gặp lỗi", "The server failed"),
        language.say(
          "Những gì đã lưu vẫn còn. Thử lại; nếu vẫn lỗi, báo người quản trị.",
          "What was saved is kept. Try again; if it fails again, tell the administrator.")
      )
    default:
      (
        language.say("Không làm được", "This can't be done"),
        language.say("Quay lại và thử lại.", "Go back and try again.")
      )
    }
  }
}
