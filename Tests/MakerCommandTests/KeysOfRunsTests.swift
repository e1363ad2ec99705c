import Foundation
import Testing

@Suite("The key of an endpoint is in nothing that a run leaves behind")
struct KeysOfRunsTests {
  @Test("not in its run file, its log at the finest level, its report or its errors")
  func secret() async throws {
    let place = try Workplace()
    let key = "sk-secret-key-0123456789"
    let run = "\"$MAKER\" run hanoi --disks 4 --temperature 1.6 --record all --json --log-level trace"
    let outcome = try await place.shell(
      """
      MAKER_SERVE_KEY=\(key) "$MAKER" serve-model --port 0 --port-file port --fault 500:0.05 --retry-after 0 \
        >serve.log 2>&1 &
      server=$!
      while [ ! -s port ]; do kill -0 $server || exit 9; sleep 0.05; done
      place="--model custom/hanoi --base-url http://127.0.0.1:$(cat port)/v1"
      MAKER_API_KEY=\(key) \(run) $place --run right.run
      right=$?
      MAKER_API_KEY=wrong-\(key) \(run) $place --run wrong.run
      wrong=$?
      kill $server
      echo "codes $right $wrong"
      """)
    #expect(outcome.output.contains("codes 0 75"), "\(outcome.errors.suffix(2000))")
    #expect(outcome.errors.contains("does not accept the key"))
    #expect(!outcome.output.contains("secret-key") && !outcome.errors.contains("secret-key"))
    let names = try place.names
    #expect(names.contains("right.run") && names.contains("wrong.run"))
    for name in names {
      #expect(try place.bytes(name).range(of: Data("secret-key".utf8)) == nil, "\(name)")
    }
  }
}
