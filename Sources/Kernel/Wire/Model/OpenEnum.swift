/// An enumeration of the model that keeps values it does not know, since AWS adds values.
package protocol OpenEnum: RawRepresentable, Hashable, Sendable, Codable where RawValue == String {
    init(rawValue: String)
    static var knownValues: [String] { get }
}
