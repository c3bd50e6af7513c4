import Hummingbird
import WardContract
import WardDesk

/// Labels for the backs of terminals, to print on sheets of 24 (70 mm × 37 mm, three beside each other on
/// A4): which terminal it is and whose ward's, and a code that opens its page at the desk. The home's
/// address is not on it: what is stuck on a device may be read by anybody.
enum LabelPages {
  /// Labels on a sheet.
  static let labelsPerSheet = 24

  static func add(to group: RouterGroup<DeskContext>) {
    group.get("homes/labels") { request, context in
      let frame = try context.frame(request, for: .installer, .operator, .approver)
      let paging = Paging(request, size: labelsPerSheet)
      let (fleet, terminals) = try await frame.ward.read { store in
        (try store.fleet(), try store.terminals(offset: paging.offset, limit: paging.size))
      }
      let labels = terminals.pieces { terminal in
        label(
          frame, terminal,
          context.address(request, frame.at("/homes/\(terminal.identifier)")))
      }
      return frame.page(
        frame.say("Nhãn dán máy", "Labels for terminals"), scripts: ["reach.js"],
        """
        <p class="screen-only">\(frame.say("In lên giấy nhãn A4 24 ô (70 × 37 mm), tỉ lệ 100 %, không lề. Dán ở mặt sau máy: mã mở trang của máy trên điện thoại của người lắp.", "Print on A4 sheets of 24 labels (70 × 37 mm), at 100 %, without margins. The code on the back of a terminal opens its page on the installer's telephone."))</p>
        <div class="actions"><button type="button" class="main" data-print hidden>\(frame.say("In tờ này", "Print this sheet"))</button>
          <a class="button" href="\(frame.at("/homes"))">\(frame.say("Về danh sách máy", "Back to the homes"))</a></div>
        <ol class="labels">\(labels)</ol>
        \(paging.links(of: fleet.all, frame))
        """)
    }
  }

  private static func label(
    _ frame: Frame, _ terminal: DeskStore.Terminal, _ address: String
  ) -> HTML {
    """
    <li>\(QRPicture.of(address, title: frame.say("Mở trang của máy \(terminal.identifier)", "Opens the page of \(terminal.identifier)")))
      <p><strong>\(terminal.identifier)</strong> \(terminal.area)<br>
        LoaNha · \(frame.ward.folder.name)</p></li>
    """
  }
}
