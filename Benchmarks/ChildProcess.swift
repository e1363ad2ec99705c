#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A process that is run to its end and measured by the system.
struct ChildProcess {
  /// The time from start to end, in seconds.
  let wallSeconds: Double
  /// The time on processors, in seconds.
  let cpuSeconds: Double
  /// The most memory it held at once, in megabytes.
  let peakMegabytes: Double
  /// Its exit code, or -1 when it did not exit by itself.
  let exitCode: Int32

  /// Runs `arguments` and throws its output away.
  init?(_ arguments: [String]) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor: Int32 in 1...2 {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    let began = ContinuousClock.now
    var identifier = pid_t()
    let strings: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for string in strings { free(string) } }
    guard let program = arguments.first,
      posix_spawn(&identifier, program, &actions, nil, strings, environ) == 0
    else { return nil }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(identifier, &status, 0, &usage) == identifier else { return nil }
    wallSeconds = (ContinuousClock.now - began) / .seconds(1)
    let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    #if canImport(Darwin)
      peakMegabytes = Double(usage.ru_maxrss) / 1e6
    #else
      peakMegabytes = Double(usage.ru_maxrss) / 1e3
    #endif
    exitCode = status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
  }
}
