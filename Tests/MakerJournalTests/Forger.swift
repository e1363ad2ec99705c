import GRDBSQLite
import MakerJournal

extension SQL {
  /// Runs statements on a run file, then makes every row's checksum right again: what somebody does who means it.
  static func forge(_ sql: String, at path: String) throws {
    var connection: OpaquePointer?
    defer { sqlite3_close(connection) }
    guard sqlite3_open(path, &connection) == SQLITE_OK,
      sqlite3_create_function_v2(
        connection, "row_checksum", -1, SQLITE_UTF8, nil, { checksum($0, $1, $2) }, nil, nil, nil)
        == SQLITE_OK,
      sqlite3_exec(connection, sql + ";" + checksums, nil, nil, nil) == SQLITE_OK
    else {
      throw Failure(message: String(cString: sqlite3_errmsg(connection)))
    }
  }

  /// The first argument says what the others are, since NULL counts differently for each: whole number, double,
  /// text, blob and number (both left out when NULL).
  private static let checksums = """
    UPDATE run SET checksum = row_checksum('ttttttttid', task, parameters, model, voting, maker_version,
      configuration, identity, fingerprint, steps, created);
    UPDATE decision SET checksum = row_checksum('ibii', step, answer, votes, samples);
    UPDATE ruling SET checksum = row_checksum('ittd', step, by, reason, time);
    UPDATE batch SET checksum = row_checksum('ittiiidi', number, key, id, model, first_step, requests, time,
      is_settled);
    UPDATE contest SET checksum = row_checksum('ittbbbn', step, launch_order, flags,
      (SELECT answer FROM candidate c WHERE c.step = contest.step AND number = 0),
      (SELECT answer FROM candidate c WHERE c.step = contest.step AND number = 1),
      (SELECT answer FROM candidate c WHERE c.step = contest.step AND number = 2),
      (SELECT checksum FROM ruling r WHERE r.step = contest.step));
    UPDATE sample SET checksum = row_checksum('iiiiidittiiitt', step, number,
      (SELECT count(*) FROM sample s WHERE s.step = sample.step), slot, attempt, temperature, seed, reply,
      finish_reason, input_tokens, output_tokens, latency_ns, flag, flag_reason);
    UPDATE sample SET checksum = row_checksum('iiiiidittiiittiitiiitt', step, number,
      (SELECT count(*) FROM sample s WHERE s.step = sample.step), slot, attempt, temperature, seed, reply,
      finish_reason, input_tokens, output_tokens, latency_ns, flag, flag_reason, model, wording, answered_by,
      cached_tokens, cache_write_tokens, reasoning_tokens, logprobs, tries)
      WHERE model <> 0 OR wording <> 0 OR cached_tokens <> 0 OR cache_write_tokens <> 0 OR reasoning_tokens <> 0
        OR answered_by NOT NULL OR logprobs NOT NULL OR tries NOT NULL;
    UPDATE progress SET checksum = row_checksum('ibtin', step, state, tally, open_samples, nullif(batches, 0));
    UPDATE progress SET checksum = row_checksum('ibtiii', step, state, tally, open_samples, batches, leads)
      WHERE leads <> 0;
    UPDATE progress SET checksum = row_checksum('ibtiiit', step, state, tally, open_samples, batches, leads, evidence)
      WHERE evidence NOT NULL;
    UPDATE mark SET checksum = row_checksum('iiddit', number, session, time, wall_seconds, step, tally);
    UPDATE sketch SET checksum = row_checksum('t', sketch);
    UPDATE lead SET checksum = row_checksum('iiid', number, step, k, p);
    UPDATE session SET checksum = row_checksum('iiiiiiddddt', number, from_step, to_step, samples, input_tokens,
      output_tokens, started, ended, wall_seconds, cost_usd, outcome);
    UPDATE session SET checksum = row_checksum('iiiiiiddddtii', number, from_step, to_step, samples, input_tokens,
      output_tokens, started, ended, wall_seconds, cost_usd, outcome, cached_tokens, reasoning_tokens)
      WHERE cached_tokens <> 0 OR reasoning_tokens <> 0;
    """
}

/// The SQL function `row_checksum`.
private func checksum(
  _ context: OpaquePointer?, _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?
) {
  guard let values, count > 0, let kinds = sqlite3_value_text(values[0]) else { return }
  var sum = Checksum()
  for index in 1..<Int(count) {
    let value = values[index]
    let isNull = sqlite3_value_type(value) == SQLITE_NULL
    switch kinds[index - 1] {
    case UInt8(ascii: "n"): if !isNull { sum.add(Int(sqlite3_value_int64(value))) }
    case UInt8(ascii: "i"): sum.add(Int(sqlite3_value_int64(value)))
    case UInt8(ascii: "d"): sum.add(isNull ? nil : sqlite3_value_double(value))
    case UInt8(ascii: "t"):
      let text: String? = sqlite3_value_text(value).map { String(cString: $0) }
      sum.add(text)
    default:
      guard !isNull else { continue }
      let bytes = UnsafeRawBufferPointer(
        start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value)))
      sum.add(Array(bytes))
    }
  }
  sqlite3_result_int64(context, Int64(sum.value))
}
