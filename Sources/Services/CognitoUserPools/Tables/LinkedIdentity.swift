import FoundationEssentials
import Storage

/// A user's name with a provider, linked to a user of the pool. It counts as long as both are there.
struct LinkedIdentity: Record, Codable {
    static let table = TableID.linkedIdentities

    /// Names the provider's own identifier of the user, whatever claim that is.
    static let subject = "Cognito_Subject"
    static let maxPerUser = 5
    static let maxValueBytes = 2048

    var poolID: String
    var provider: String
    var providerID: String
    /// `Cognito_Subject`, or the pool's attribute whose mapped claim tells the user.
    var attribute: String
    var value: String
    /// Of the pool's user.
    var sub: String
    var createdAt: Date

    var key: Key { Self.key(poolID, provider, attribute, value) }
    static func key(_ poolID: String, _ provider: String, _ attribute: String, _ value: String) -> Key {
        Key(table: .linkedIdentities).text(poolID).text(provider).text(attribute).text(value)
    }
}
