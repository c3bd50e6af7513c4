import Hummingbird
import LinuxIO
import WardContract
import WardDesk

/// What an officer speaks to a feedback: how it comes in before it is sent, and how a page plays it.
enum SpokenReplyRoutes {
  static func add(to group: RouterGroup<DeskContext>) {
    group.get("feedback/:number/voice/:digest") { request, context in
      let frame = try context.frame(request)
      let (item, _) = try await FeedbackPages.item(context, frame)
      guard let digest = context.parameters.get("digest").flatMap({ MediaDigest($0) }) else {
        throw HTTPError(.notFound)
      }
      let path = frame.ward.folder.spokenReplyPath(item.kept.request.identifier, digest)
      guard Files.exists(path) else { throw HTTPError(.notFound) }
      let bytes = try await Workshop.shared.make {
        try Files.read(path, limit: Bounds.recordingBytes)
      }
      return Response.file(bytes, type: "audio/ogg", isFixed: false)
    }
    // The body is the sound as it is; the answer is a piece of the page, or a sentence.
    group.post("feedback/:number/voice") { request, context in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      let (item, _) = try await FeedbackPages.item(context, frame)
      do {
        let bytes = try await MediaRoutes.body(of: request)
        let (folder, name) = (frame.ward.folder, item.kept.request.identifier)
        let recording = try await Workshop.shared.make {
          try folder.takeIn(spokenReply: bytes, to: name)
        }
        return Response.fragment(
          FeedbackItemPage.piece(
            recording, at: frame.at("/feedback/\(item.kept.number)"), frame))
      } catch let fault as IntakeFault {
        return Response.fragment(
          "<p class=\"fault\">\(fault.description)</p>", .unprocessableContent)
      }
    }
  }
}
