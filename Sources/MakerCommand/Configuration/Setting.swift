import Logging

/// A setting and the values it may have. One reading for all places: a flag, the environment and `maker.yaml`.
package struct Setting<Value: Sendable>: Sendable {
  /// Its name.
  package let name: SettingName
  /// What a value must be, in words that follow "must be".
  package let expected: String
  /// What is wrong with a text that is no value, instead of what a value must be; for texts that may hold a password.
  package let problem: (@Sendable (String) -> String)?
  /// The value that a text stands for; nil for a text that stands for none.
  package let read: @Sendable (String) -> Value?

  init(
    _ name: SettingName, _ expected: String, problem: (@Sendable (String) -> String)? = nil,
    read: @escaping @Sendable (String) -> Value?
  ) {
    self.name = name
    self.expected = expected
    self.problem = problem
    self.read = read
  }

  /// What is said of a text that is no value.
  ///
  /// - Parameters:
  ///   - text: What was given.
  ///   - place: Where: the option, the variable, or the file and its key.
  /// - Returns: One sentence.
  package func refusal(of text: String, in place: String) -> String {
    if let problem { return "\(place): \(problem(text))" }
    return "\(place) must be \(expected)"
      + (text.isEmpty ? "; it is empty." : ", not \(LogMask.masked(text)).")
  }
}

extension Setting where Value == Int {
  package static var k: Self { .count(.k, 1...100) }
  package static var maxConnections: Self { .count(.maxConnections, 1...10_000) }
  package static var rpm: Self { .count(.rpm, 1...100_000_000) }
  package static var tpm: Self { .count(.tpm, 1...1_000_000_000_000) }
  package static var retries: Self { .count(.retries, 0...100) }
  package static var maxTokens: Self { .count(.maxTokens, 1...1_000_000_000_000_000) }
  package static var maxSteps: Self { .count(.maxSteps, 1...1_000_000_000_000_000) }
  package static var maxRunSamples: Self { .count(.maxRunSamples, 1...1_000_000_000_000_000) }

  private static func count(_ name: SettingName, _ range: ClosedRange<Int>) -> Self {
    Self(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension Setting where Value == Double {
  package static var temperature: Self {
    Self(.temperature, "a number from 0 to 1000") { text in
      Double(text).flatMap { $0 >= 0 && $0 <= 1000 ? $0 : nil }
    }
  }
  package static var maxCost: Self {
    Self(.maxCost, "a number of US dollars above 0, such as 2.50") { text in
      Double(text).flatMap { $0 > 0 && $0 <= 1e9 ? $0 : nil }
    }
  }
}

extension Setting where Value == Duration {
  package static var connectTimeout: Self { .time(.connectTimeout) }
  package static var firstByteTimeout: Self { .time(.firstByteTimeout) }
  package static var replyTimeout: Self { .time(.replyTimeout) }
  package static var hedgeAfter: Self { .time(.hedgeAfter) }
  package static var maxTime: Self { .time(.maxTime) }

  private static func time(_ name: SettingName) -> Self {
    Self(name, "a time above 0 with its unit, such as 500ms, 30s, 2m or 1h, and at most 10000h") { text in
      Duration(settingText: text).flatMap { $0 > .zero && $0 <= .seconds(36_000_000) ? $0 : nil }
    }
  }
}

extension Setting where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// A word out of a list.
  private static func word(_ name: SettingName) -> Self {
    Self(name, "one of " + Value.allCases.map(\.rawValue).joined(separator: ", ")) { Value(rawValue: $0) }
  }
}

extension Setting where Value == ModelMode {
  package static var mode: Self { .word(.mode) }
}

extension Setting where Value == LogFormat {
  package static var logFormat: Self { .word(.logFormat) }
}

extension Setting where Value == EndpointAddress {
  package static var baseURL: Self {
    Self(.baseURL, "the address of an endpoint", problem: problem) { try? EndpointAddress($0) }
  }

  private static func problem(_ text: String) -> String {
    do throws(EndpointAddress.Problem) {
      return "\(try EndpointAddress(text)) is in order."
    } catch {
      return error.message
    }
  }
}

extension Setting where Value == String {
  package static var secretsFolder: Self { .path(.secretsFolder) }
  package static var prices: Self { .path(.prices) }

  private static func path(_ name: SettingName) -> Self {
    Self(name, "a path") { $0.isEmpty ? nil : $0 }
  }
}

extension Setting where Value == Logger.Level {
  static var logLevel: Self { .word(.logLevel) }
}
