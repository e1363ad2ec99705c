import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The `date` field of answers, written once a second.
final class DateField: Sendable {
  private let last = Mutex((second: 0, text: ""))

  /// The field for this second: `Sun, 06 Nov 1994 08:49:37 GMT`.
  var now: String {
    let second = time(nil)
    return last.withLock { last in
      if last.second != second { last = (second, Self.text(second)) }
      return last.text
    }
  }

  /// The text for a second since 1970.
  package static func text(_ second: Int) -> String {
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    var second = second
    var parts = tm()
    gmtime_r(&second, &parts)
    let two = { (value: Int32) in value < 10 ? "0\(value)" : "\(value)" }
    let day = "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)])"
    return
      "\(day) \(parts.tm_year + 1900) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
  }
}
