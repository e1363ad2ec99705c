import NIOCore

/// The models of a server, in the form of the protocol.
struct ModelList {
  let names: [String]
  /// Seconds since 1970.
  let created: Int

  /// All of them.
  var json: ByteBuffer {
    var buffer = ByteBuffer(staticString: "{\"object\":\"list\",\"data\":[")
    for (index, name) in names.enumerated() {
      if index > 0 { buffer.writeStaticString(",") }
      write(name, to: &buffer)
    }
    buffer.writeStaticString("]}")
    return buffer
  }

  /// The first one alone.
  var singleJSON: ByteBuffer {
    var buffer = ByteBuffer()
    for name in names.prefix(1) { write(name, to: &buffer) }
    return buffer
  }

  private func write(_ name: String, to buffer: inout ByteBuffer) {
    buffer.writeStaticString("{\"id\":")
    buffer.writeJSON(name)
    buffer.writeString(",\"object\":\"model\",\"created\":\(created),\"owned_by\":\"maker\"}")
  }
}
