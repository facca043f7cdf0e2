import CognitoIdentityPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

/// Which claims of a provider's tokens become principal tags.
struct PrincipalTagMap: Codable, Sendable {
    /// AWS's own map: `client` is `aud`, `username` is `sub`.
    static let defaults = ["client": "aud", "username": "sub"]

    var usesDefaults: Bool
    /// Tag to claim.
    var claims: [String: String]
}

/// An identity pool with its settings and roles. Its id is never used again.
struct IdentityPool: Record, Codable {
    static let table = TableID.identityPools

    var id: String
    var accountID: String
    var region: String
    var name: String
    var allowsUnauthenticated: Bool
    /// Unset allows the classic flow too.
    var allowsClassicFlow: Bool?
    var providers: [CognitoIdentityProvider]
    /// The name under which the developer's own backend vouches for users. Never changed once set.
    var developerProvider: String?
    /// Providers that the account registered with IAM.
    var openIDProviders: [String]?
    var tags: [String: String]
    /// `authenticated` and `unauthenticated`, to role ARNs.
    var roles: [String: String]
    /// `PROVIDER:CLIENT` to how its users get their role.
    var roleMappings: [String: RoleMapping]
    /// Provider name or ARN to how its claims become principal tags.
    var tagMaps: [String: PrincipalTagMap]?

    var key: Key { Self.key(id) }
    static func key(_ id: String) -> Key { Key(table: .identityPools).text(id) }

    var indexKeys: [Key] { [Self.listing(accountID, region).text(id)] }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .identityPoolsByAccount).text(accountID).text(region)
    }

    var arn: String { Self.arn(id, accountID: accountID, region: region) }
    static func arn(_ id: String, accountID: String, region: String) -> String {
        "arn:aws:cognito-identity:\(region):\(accountID):\(resourcePrefix)\(id)"
    }
    static let resourcePrefix = "identitypool/"

    private static let decoded = DecodedRecords<IdentityPool>(limit: 512)

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        self = try Self.decoded.value(of: bytes) { try JSONDecoder().decode(Self.self, from: Data($0)) }
    }
}

extension IdentityPool {
    init(id: String, accountID: String, region: String, name: String) {
        self.id = id
        self.accountID = accountID
        self.region = region
        self.name = name
        allowsUnauthenticated = false
        providers = []
        tags = [:]
        roles = [:]
        roleMappings = [:]
    }
}
