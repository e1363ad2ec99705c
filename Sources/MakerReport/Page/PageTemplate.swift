import Maker
import Mustache

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// What every text goes through that the template puts into the page with two braces.
///
/// The library's own escaping goes by characters and so misses a quote with a combining mark on it.
private struct MarkupContent: MustacheContentType {
  func escapeText(_ text: String) -> String { Markup.escaped(text, keepsLines: true) }
}

extension Report {
  /// Why a page could not be made: the template that comes along is damaged.
  public struct PageFailure: Error, CustomStringConvertible {
    /// What is wrong with it.
    public let description: String
  }

  /// The report as one HTML page that needs nothing beside it.
  ///
  /// - Parameter date: When it is made, which it says.
  /// - Returns: The page.
  /// - Throws: ``Report/PageFailure`` when the template that comes along cannot be read.
  public func page(made date: Date = Date()) throws(PageFailure) -> String {
    MustacheContentTypes.register(MarkupContent(), named: "MARKUP")
    do {
      let template = try MustacheTemplate(
        string: String(decoding: PackageResources.page_mustache, as: UTF8.self))
      return template.render(ReportPage(self, made: date))
    } catch {
      throw PageFailure(description: "The template of the page cannot be read: \(error)")
    }
  }
}
