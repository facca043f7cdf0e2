import CognitoUserPoolsModel
import FoundationEssentials
import Storage

/// Where the terms that a client's users agree to are read.
struct Terms: Record, Codable {
    static let table = TableID.terms

    var poolID: String
    var id: String
    var clientID: String
    var name: String
    var source: TermsSourceType
    var enforcement: TermsEnforcementType
    /// Language to address.
    var links: [String: String]
    var createdAt: Date
    var modifiedAt: Date

    var key: Key { Self.key(poolID, id) }
    static func listing(_ poolID: String) -> Key { Key(table: .terms).text(poolID).text("id") }
    static func key(_ poolID: String, _ id: String) -> Key { listing(poolID).text(id) }

    var indexKeys: [Key] { [Self.listing(poolID, clientID: clientID).text(name)] }
    static func listing(_ poolID: String, clientID: String) -> Key {
        Key(table: .terms).text(poolID).text("client").text(clientID)
    }

    var summary: TermsType {
        TermsType(
            termsId: id, userPoolId: poolID, clientId: clientID, termsName: name, termsSource: source,
            enforcement: enforcement, links: links, creationDate: createdAt, lastModifiedDate: modifiedAt)
    }
}
