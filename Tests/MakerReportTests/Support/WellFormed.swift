import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What an XML parser finds in a text.
final class XMLFindings: NSObject, XMLParserDelegate {
  /// The names of the elements, in order.
  private(set) var elements: [String] = []
  /// The values of all attributes.
  private(set) var attributes: [(name: String, value: String)] = []
  /// All text between elements.
  private(set) var text = ""

  /// Expects the text to be well-formed XML, and reads it.
  init(_ xml: String, sourceLocation: SourceLocation = #_sourceLocation) {
    super.init()
    let parser = XMLParser(data: Data(xml.utf8))
    parser.delegate = self
    let isWhole = parser.parse()
    #expect(
      isWhole, "\(String(describing: parser.parserError)) in \(xml.prefix(2000))",
      sourceLocation: sourceLocation)
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes found: [String: String] = [:]
  ) {
    elements.append(name)
    attributes += found.map { ($0.key, $0.value) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
