/// The version of this library and of the tool: what run files and servers are told.
package enum MakerVersion {
  package static let current = "0.1.0"
}
