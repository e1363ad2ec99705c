/// What somebody does to a run file who can make its checksums: numbers that cannot be, parts that do not fit.
enum Forgeries {
  static var all: [String] {
    firstVersion + samples + progress + sessions + rulings + batches + marks + leads
  }

  private static let (most, least) = (Int.max, Int.min)

  /// Numbers that no count can be.
  private static let counts = ["\(most)", "\(least)", "-1", "\(1 << 53)"]

  /// Numbers that no time and no price can be.
  private static let amounts = ["9e999", "-9e999", "-1.0", "1e300"]

  /// Numbers that no date can be.
  private static let dates = ["9e999", "-9e999", "1e300", "1e15"]

  private static let firstVersion: [String] =
    ["votes", "samples"].flatMap { column in
      (counts + ["0", "\(1 << 21)"]).flatMap { value in
        [13, 14].map { "UPDATE decision SET \(column) = \(value) WHERE step = \($0)" }
      }
    } + [
      "UPDATE decision SET votes = \(most), samples = \(most) WHERE step = 14",
      "UPDATE decision SET votes = 4, samples = 4 WHERE step = 14; UPDATE decision SET votes = 2 WHERE step = 13",
      "UPDATE decision SET step = \(least) WHERE step = 0",
      "UPDATE decision SET step = \(most) WHERE step = 49; UPDATE progress SET step = \(most)",
      "DELETE FROM candidate WHERE step = 13",
      "INSERT INTO candidate VALUES (13, 2, x'00'), (13, 3, x'00'), (13, 4, x'00'), (13, 5, x'00')",
    ]
    + [
      "[0,1,0,0]", "[0,1,0,0,0,0]", "[0,1,0,0,2]", "[0,1,0,0,-1]", "[0,1,0,0,\(most)]", "[]", "[", "",
      "[0,1,0,0,0", "0,1,0,0,0", "[0,1,0,0,0]]", "[0 1 0 0 0]", "[0,1,x0,0,0]", "[0,1,,0,0,0]",
      "[0,01,0,0,0]",
      "[00,1,0,0,0]", "[0,1,0,0,99999999999999999999]", "[٠,1,0,0,0]", "[0,1.0,0,0,0]", "[0,+1,0,0,0]",
    ].map { "UPDATE contest SET launch_order = '\($0)' WHERE step = 13" }
    + [
      "UPDATE contest SET launch_order = NULL WHERE step = 13",
      "UPDATE contest SET flags = NULL WHERE step = 13",
    ]
    + [
      "{}", "{\"malformed\":2}", "{\"malformed\":-1}", "{\"malformed\":\(most)}", "{\"malformed\":1.5}",
      "{\"malformed\":\(most),\"overlong\":\(most)}", "{\"malformed\":\(least),\"overlong\":\(most)}",
      "{\"malformed\":2,\"overlong\":-1}", "1", "",
    ].map { "UPDATE contest SET flags = '\($0)' WHERE step = 13" }
    + ["step", "open_samples"].flatMap { column in
      counts.map { "UPDATE progress SET \(column) = \($0)" }
    }
    + [
      "decided", "votes", "samples", "outvoted", "contested", "longest_ballot", "flags.overlong",
    ].flatMap { key in
      counts.map { "UPDATE progress SET tally = json_set(tally, '$.\(key)', \($0))" }
    }
    + [
      "UPDATE progress SET tally = json_set(tally, '$.votes', 1000)",
      "UPDATE progress SET tally = ''",
    ]
    + [
      "number", "from_step", "to_step", "samples", "input_tokens", "output_tokens",
    ].flatMap { column in
      counts.map { "UPDATE session SET \(column) = \($0)" }
    }
    + ["wall_seconds", "cost_usd"].flatMap { column in
      amounts.map { "UPDATE session SET \(column) = \($0)" }
    }
    + ["started", "ended"].flatMap { column in
      ["9e999", "-9e999", "1e300", "1e15"].map { "UPDATE session SET \(column) = \($0)" }
    }
    + [
      "UPDATE session SET samples = \(1 << 52); "
        + "INSERT INTO session SELECT 2, started, ended, from_step, to_step, wall_seconds, samples, input_tokens, "
        + "output_tokens, outcome, cost_usd, 0, 0, 0 FROM session"
    ]
    + ["slot", "attempt", "input_tokens", "output_tokens", "latency_ns"].flatMap { column in
      counts.flatMap { value in
        [13, 50].map { "UPDATE sample SET \(column) = \(value) WHERE step = \($0) AND number = 1" }
      }
    }
    + ["slot", "attempt"].map { "UPDATE sample SET \($0) = \(1 << 20) WHERE step = 13" }
    + [
      "UPDATE sample SET input_tokens = \(1 << 52) WHERE step = 50",
      "UPDATE sample SET step = \(least) WHERE step = 13",
      "UPDATE sample SET step = \(most) WHERE step = 13",
      "UPDATE sample SET finish_reason = 'whatever' WHERE step = 13",
      "DELETE FROM sample WHERE step = 13 AND number = 5",
      "UPDATE sample SET step = 14 WHERE step = 13",
    ]
    + amounts.map { "UPDATE sample SET temperature = \($0) WHERE step = 13" }
    + counts.map { "UPDATE run SET steps = \($0)" }
    + ["9e999", "1e300"].map { "UPDATE run SET created = \($0)" }

  private static let samples: [String] =
    ["model", "wording", "cached_tokens", "cache_write_tokens", "reasoning_tokens"].flatMap { column in
      counts.map { "UPDATE sample SET \(column) = \($0) WHERE step = 50 AND number = 1" }
    }
    + ["model = \(1 << 20)", "wording = 479001600"].map { "UPDATE sample SET \($0) WHERE step = 13" }
    + ["cached_tokens", "cache_write_tokens", "reasoning_tokens"].map {
      "UPDATE sample SET \($0) = \(1 << 52) WHERE step = 50"
    }
    + ["", "1", "{}", "[", "[null]", "[\"a\"]", "[1e999]", "[-1e999]", "[[0]]"].map {
      "UPDATE sample SET logprobs = '\($0)' WHERE step = 50 AND number = 1"
    }
    + ["", "1", "{}", "[{}]", "[null]"].map {
      "UPDATE sample SET tries = '\($0)' WHERE step = 50 AND number = 1"
    }
    + (counts + ["1.5", "'a'"]).map {
      "UPDATE sample SET tries = json_set(tries, '$[0].usage.input_tokens', \($0)) WHERE step = 50 AND number = 1"
    }
    + ["-1.0", "1e300", "null", "'a'"].map {
      "UPDATE sample SET tries = json_set(tries, '$[0].latency_ms', \($0)) WHERE step = 50 AND number = 1"
    }
    + [
      "UPDATE sample SET input_tokens = \(1 << 52), "
        + "tries = json_set(tries, '$[0].usage.input_tokens', \(1 << 52)) WHERE step = 50 AND number = 1"
    ]

  private static let progress: [String] =
    (counts + ["0", "1", "3"]).flatMap {
      ["UPDATE progress SET batches = \($0)", "UPDATE progress SET leads = \($0)"]
    }
    + ["unnamed", "named.\"example/model\""].flatMap { account in
      [
        "samples", "usage.input_tokens", "usage.output_tokens", "usage.cached_input_tokens",
        "usage.cache_write_tokens", "usage.reasoning_tokens",
      ].flatMap { key in
        (counts + ["0.5", "'1'", "null"]).map {
          "UPDATE progress SET tally = json_set(tally, '$.ledger.\(account).\(key)', \($0))"
        }
      }
    }
    + ["samples", "usage.input_tokens", "usage.reasoning_tokens"].map { key in
      "UPDATE progress SET tally = json_set(tally, '$.ledger.unnamed.\(key)', \(1 << 52), "
        + "'$.ledger.named.\"example/model\".\(key)', \(1 << 52))"
    }
    + counts.map { "UPDATE progress SET tally = json_set(tally, '$.rulings', \($0))" }
    + ["ledger", "ledger.unnamed", "ledger.named", "rulings"].map {
      "UPDATE progress SET tally = json_remove(tally, '$.\($0)')"
    }

  private static let sessions: [String] =
    ["cached_tokens", "reasoning_tokens"].flatMap { column in
      counts.map { "UPDATE session SET \(column) = \($0)" }
    } + [
      "UPDATE session SET cached_tokens = \(1 << 52); "
        + "INSERT INTO session SELECT 2, started, ended, from_step, to_step, wall_seconds, samples, input_tokens, "
        + "output_tokens, outcome, cost_usd, 0, cached_tokens, 0 FROM session"
    ]

  private static let rulings: [String] =
    dates.map { "UPDATE ruling SET time = \($0) WHERE step = 48" } + [
      "DELETE FROM ruling WHERE step = 49",
      "INSERT INTO ruling SELECT 14, by, reason, time, 0 FROM ruling WHERE step = 48",
      "UPDATE ruling SET step = 14 WHERE step = 49",
      "UPDATE decision SET votes = 1, samples = 1 WHERE step = 49",
      "UPDATE decision SET samples = 1 WHERE step = 49",
      "UPDATE decision SET votes = 0 WHERE step = 48",
      "DELETE FROM candidate WHERE step = 48; UPDATE contest SET launch_order = NULL WHERE step = 48",
      "DELETE FROM candidate WHERE step = 48",
      "UPDATE contest SET launch_order = '[0]' WHERE step = 48",
      "UPDATE contest SET launch_order = '[0,2]' WHERE step = 48",
      "INSERT INTO candidate VALUES (49, 0, x'00')",
      "DELETE FROM contest WHERE step = 49; DELETE FROM ruling WHERE step = 49",
    ]

  private static let batches: [String] =
    ["first_step", "requests"].flatMap { column in
      counts.map { "UPDATE batch SET \(column) = \($0) WHERE number = 1" }
    }
    + (counts + ["\(1 << 20)"]).map { "UPDATE batch SET model = \($0) WHERE number = 2" }
    + dates.map { "UPDATE batch SET time = \($0) WHERE number = 2" }
    + ["2", "-1", "\(most)"].map { "UPDATE batch SET is_settled = \($0) WHERE number = 2" }
    + [
      "DELETE FROM batch WHERE number = 1",
      "DELETE FROM batch WHERE number = 2",
      "DELETE FROM batch",
      "UPDATE batch SET number = 3 WHERE number = 2",
      "UPDATE batch SET number = \(most) WHERE number = 2",
      "UPDATE batch SET number = \(least) WHERE number = 1",
    ]

  private static let marks: [String] =
    ["session", "step"].flatMap { column in
      counts.map { "UPDATE mark SET \(column) = \($0) WHERE number = 1" }
    }
    + dates.map { "UPDATE mark SET time = \($0) WHERE number = 1" }
    + ["-1.0", "1e300"].map { "UPDATE mark SET wall_seconds = \($0) WHERE number = 1" }
    + counts.map { "UPDATE mark SET tally = json_set(tally, '$.samples', \($0)) WHERE number = 1" }
    + [
      "UPDATE mark SET tally = '{}' WHERE number = 1",
      "DELETE FROM mark WHERE number = 1",
      "UPDATE mark SET number = 9 WHERE number = 2",
      "UPDATE mark SET number = \(most) WHERE number = 2",
    ]
    + ["[[0,-1]]", "[[0,\(most)]]", "[[512,1]]", "[[-1,1]]", "[[0]]", "1", "[[0,\(1 << 53)]]"].map {
      "UPDATE sketch SET sketch = json_set(sketch, '$.latency_ms.bins', json('\($0)'))"
    }
    + ["UPDATE sketch SET sketch = '{}'", "UPDATE sketch SET sketch = ''"]

  private static let leads: [String] =
    ["alarms", "slow.votes", "fast.wrong", "fast.hardestVotes", "slow.hardestWrong", "broken.evidence"]
    .flatMap { key in
      ["-1", "\(most)", "1e300", "'a'", "null"].map {
        "UPDATE progress SET evidence = json_set(evidence, '$.\(key)', \($0))"
      }
    }
    + ["UPDATE progress SET evidence = '{}'", "UPDATE progress SET evidence = ''"]
    + counts.map { "UPDATE lead SET step = \($0) WHERE number = 1" }
    + ["0", "-1", "\(most)", "\(least)", "9"].map { "UPDATE lead SET k = \($0) WHERE number = 1" }
    + ["-0.5", "1.5"].map { "UPDATE lead SET p = \($0) WHERE number = 2" }
    + [
      "UPDATE lead SET step = 51 WHERE number = 2",
      "UPDATE lead SET step = 20 WHERE number = 2; UPDATE lead SET step = 30 WHERE number = 1",
      "DELETE FROM lead WHERE number = 1",
      "DELETE FROM lead",
    ]
}
