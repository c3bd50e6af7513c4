import Hummingbird
import WardContract
import WardDesk

/// An item as homes show and play it, on every display that they have.
enum PreviewPage {
  static func page(
    _ frame: Frame, address: String, back: String, _ preview: ItemPreview,
    _ view: ItemPreview.View?,
    page: Int, pages: Int, _ display: ItemPreview.Display
  ) -> Response {
    guard let view else {
      return frame.page(
        frame.say("Xem và nghe thử", "See and hear it"),
        """
        <p>\(frame.say("Tin thử: chỉ máy nhận, không ai nghe hay thấy.",
          "A test: terminals get it, nobody hears or sees it."))</p>
        <p><a class="button" href="\(back)">\(frame.say("Quay lại", "Back"))</a></p>
        """)
    }
    func link(_ view: ItemPreview.View, _ page: Int, _ display: ItemPreview.Display) -> String {
      "\(address)/preview?view=\(view.rawValue)&page=\(page)&display=\(display.name)"
    }
    let views = preview.views.pieces { one in
      """
      <li><a href="\(link(one, 0, display))"\(" aria-current=\"true\"", if: one == view)>\
      \(name(of: one, frame))</a></li>
      """
    }
    let displays = ItemPreview.displays.pieces { one in
      """
      <li><a href="\(link(view, 0, one))"\(" aria-current=\"true\"", if: one == display)>\
      \(one.width) × \(one.height)</a></li>
      """
    }
    let turning: HTML = """
      <p class="paging">
        \("<a href=\"\(link(view, page - 1, display))\">\(frame.say("← Trang trước", "← Previous"))</a>", if: page > 0)
        \(frame.say("Trang", "Page")) \(page + 1)/\(pages)
        \("<a href=\"\(link(view, page + 1, display))\">\(frame.say("Trang sau →", "Next →"))</a>", if: page + 1 < pages)
      </p>
      """
    let picture = "\(address)/screen?view=\(view.rawValue)&page=\(page)&display=\(display.name)"
    return frame.page(
      frame.say("Xem và nghe thử", "See and hear it"),
      """
      <p>\(frame.say(
        "Đúng màn hình và đúng âm thanh của máy ở nhà dân: chuông báo, rồi bản ghi hoặc giọng đọc của máy.",
        "The very screen and sound of a home: the signal, then the recording or the terminal's voice."))</p>
      <audio controls preload="none" src="\(address)/sound"></audio>
      <ul class="filters">\(views)</ul>
      <ul class="filters">\(displays)</ul>
      <img class="screen whole" src="\(picture)" width="\(display.width)" height="\(display.height)"
        alt="\(name(of: view, frame)), \(display.width) × \(display.height)">
      \(turning, if: pages > 1)
      <p class="actions"><a class="button" href="\(back)">\(frame.say("Quay lại", "Back"))</a></p>
      """)
  }

  private static func name(of view: ItemPreview.View, _ frame: Frame) -> String {
    switch view {
    case .broadcast: frame.say("Khi đang phát", "While it is heard")
    case .emergency: frame.say("Màn hình khẩn cấp", "The emergency")
    case .reader: frame.say("Khi mở đọc", "Opened to read")
    case .list: frame.say("Trong danh sách", "In the list")
    }
  }
}
