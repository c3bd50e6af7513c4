import Foundation
import TestSupport
import Testing

@Test("the demo tells its whole story and leaves nothing running")
func demo() throws {
  let folder = TemporaryFolder()
  let run = try ChildProcess.run(
    "sh",
    [
      "-c", "DEMO_SECONDS=1 exec python3 \"$0\" --programs \"$1\" --folder \"$2\"",
      "\(sourceRoot)/provisioning/demo/demo.py", programFolder, folder.file("demo"),
    ])
  #expect(run.code == 0, "\(run.output)")
  #expect(run.output.contains("all observed; nothing is left running."))
}
