import WardContract

/// What else can be done with something that waits for signatures: it is returned with a note, or withdrawn
/// by whoever handed it in.
enum ReturnForms {
  /// The forms of what has its page at `path`.
  static func of(_ path: String, submittedBy author: String, _ frame: Frame) -> HTML {
    let withdrawal: HTML = """
      <form method="post" action="\(path)/withdraw">\(frame.formToken)
        <div class="actions"><button>\(frame.say("Rút lại", "Withdraw"))</button></div></form>
      """
    return """
      <details><summary>\(frame.say("Trả lại để sửa", "Return it"))</summary>
      <form method="post" action="\(path)/return">\(frame.formToken)
        <label for="note">\(frame.say("Cần sửa gì", "What to change"))</label>
        <textarea id="note" name="note" required maxlength="600"></textarea>
        <div class="actions"><button>\(frame.say("Trả lại", "Return"))</button></div>
      </form></details>
      \(withdrawal, if: author == frame.visitor.account)
      """
  }
}
