import Hummingbird

/// Files that pages refer to; they are part of the program.
enum Assets {
  private static let files: [(name: String, type: String, bytes: [UInt8])] = [
    ("desk.css", "text/css; charset=utf-8", PackageResources.desk_css),
    ("compose.js", "text/javascript; charset=utf-8", PackageResources.compose_js),
    ("directory.js", "text/javascript; charset=utf-8", PackageResources.directory_js),
    ("feedback.js", "text/javascript; charset=utf-8", PackageResources.feedback_js),
    ("microphone.js", "text/javascript; charset=utf-8", PackageResources.microphone_js),
    ("recorder.js", "text/javascript; charset=utf-8", PackageResources.recorder_js),
    ("desk.js", "text/javascript; charset=utf-8", PackageResources.desk_js),
    ("simulator.js", "text/javascript; charset=utf-8", PackageResources.simulator_js),
    ("keyring.js", "text/javascript; charset=utf-8", PackageResources.keyring_js),
    ("keys.js", "text/javascript; charset=utf-8", PackageResources.keys_js),
    ("speak.js", "text/javascript; charset=utf-8", PackageResources.speak_js),
    ("studio.js", "text/javascript; charset=utf-8", PackageResources.studio_js),
    ("reach.js", "text/javascript; charset=utf-8", PackageResources.reach_js),
    ("signing.js", "text/javascript; charset=utf-8", PackageResources.signing_js),
  ]

  static func add(to router: Router<DeskContext>) {
    for file in files {
      router.get("assets/\(file.name)") { _, _ in
        Response(
          status: .ok, headers: [.contentType: file.type, .cacheControl: "no-cache"],
          body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
      }
    }
  }
}
