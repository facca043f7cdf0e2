import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

/// An OpenID Connect provider whose tokens roles of the account may trust.
struct OpenIDConnectProviderRecord: Record, Codable {
    static let table = TableID.iamOpenIDConnectProviders
    static let mostPerAccount = 100
    static let mostClientIDs = 100
    static let mostThumbprints = 5

    var accountID: String
    /// Without its scheme, as ARNs, federated principals and condition keys have it.
    var url: String
    var clientIDs: [String]
    var thumbprints: [String]
    var createdAt: Date
    var tags: [IAMModel.Tag]

    var key: Key { Self.key(accountID, url) }
    var arn: String { "arn:aws:iam::\(accountID):\(Self.arnPrefix)\(url)" }
    var issuer: String { "https://" + url }

    static let arnPrefix = "oidc-provider/"

    static func key(_ accountID: String, _ url: String) -> Key { all(accountID).text(url) }
    static func all(_ accountID: String) -> Key { Key(table: table).text(accountID) }
}

extension OpenIDConnectProviderRecord: Tagged {
    static let kindInErrors = "OpenIDConnectProvider"
    var id: String { arn }
}

extension Snapshot {
    func openIDConnectProvider(_ url: String, of accountID: String) throws -> OpenIDConnectProviderRecord? {
        guard url.utf8.count <= 255 else { return nil }
        return try find(OpenIDConnectProviderRecord.key(accountID, url))
    }

    func openIDConnectProvider(arn text: String, of accountID: String) throws -> OpenIDConnectProviderRecord? {
        guard let arn = ARN(text), arn.service == "iam", arn.account == accountID,
            arn.resource.hasPrefix(OpenIDConnectProviderRecord.arnPrefix)
        else { return nil }
        let url = arn.resource.dropFirst(OpenIDConnectProviderRecord.arnPrefix.count)
        let provider = try openIDConnectProvider(String(url), of: accountID)
        return provider?.arn.hasSameBytes(as: text) == true ? provider : nil
    }

    func require(provider arn: String, of accountID: String) throws -> OpenIDConnectProviderRecord {
        guard let provider = try openIDConnectProvider(arn: arn, of: accountID) else {
            throw ServiceError.noSuchProvider(arn)
        }
        return provider
    }
}
