import Testing

/// Every suite that starts programs: one after another, since waiting for a program holds up a thread of the pool.
@Suite(.serialized) enum Processes {}
