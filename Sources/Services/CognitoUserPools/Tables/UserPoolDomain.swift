import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

/// The name under which a pool's sign-in pages are found, unique over all accounts.
struct UserPoolDomain: Record, Codable {
    static let table = TableID.userPoolDomains

    /// A prefix, or a whole host name for a custom domain.
    var name: String
    var poolID: String
    /// Of a custom domain.
    var certificateARN: String?
    /// 1 for the hosted UI, 2 for managed login.
    var managedLoginVersion: Int
    /// The name AWS would serve it at.
    var distribution: String
    /// When it was made, as AWS writes versions.
    var version: String

    var isCustom: Bool { certificateARN != nil }

    var key: Key { Self.key(name) }
    static func key(_ name: String) -> Key { Key(table: .userPoolDomains).text(name) }

    var indexKeys: [Key] { [Self.listing(poolID).text(name)] }
    static func listing(_ poolID: String) -> Key { Key(table: .userPoolDomainsByPool).text(poolID) }

    private static let decoded = DecodedRecords<UserPoolDomain>(limit: 512)

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        self = try Self.decoded.value(of: bytes) { try JSONDecoder().decode(Self.self, from: Data($0)) }
    }
}

extension UserPoolDomain {
    init(
        name: String, poolID: String, certificateARN: String?, managedLoginVersion: Int, distribution: String,
        version: String
    ) {
        self.name = name
        self.poolID = poolID
        self.certificateARN = certificateARN
        self.managedLoginVersion = managedLoginVersion
        self.distribution = distribution
        self.version = version
    }
}
