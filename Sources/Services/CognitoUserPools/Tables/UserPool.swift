import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

/// A user pool with its settings. Its id is never used again, so that children of a deleted pool
/// belong to nobody.
struct UserPool: Record, Codable {
    static let table = TableID.userPools

    var id: String
    var accountID: String
    var region: String
    var name: String
    var createdAt: Date
    var modifiedAt: Date
    /// The keys that sign now; others of the pool still verify.
    var idKeyID: String
    var accessKeyID: String
    var settings: Settings
    var schema: [SchemaAttributeType]
    var usernameAttributes: [UsernameAttributeType]
    var aliasAttributes: [AliasAttributeType]
    var caseSensitive: Bool
    var tags: [String: String]
    /// What SetUserPoolMfaConfig says; nil is off.
    var mfa: PoolMFA?

    /// What UpdateUserPool replaces as a whole.
    struct Settings: Codable, Sendable, Equatable {
        var passwordPolicy: PasswordPolicyType
        var signInPolicy: SignInPolicyType?
        var deletionProtection: DeletionProtectionType
        var autoVerifiedAttributes: [VerifiedAttributeType]
        var smsVerificationMessage: String?
        var smsAuthenticationMessage: String?
        var template: VerificationMessageTemplateType
        var userAttributeUpdateSettings: UserAttributeUpdateSettingsType?
        var email: EmailConfigurationType?
        var sms: SmsConfigurationType?
        var adminCreateUser: AdminCreateUserConfigType
        var accountRecovery: AccountRecoverySettingType?
        var tier: UserPoolTierType
        var addOns: UserPoolAddOnsType?
        var lambda: LambdaConfigType?
        var device: DeviceConfigurationType?
    }

    var key: Key { Self.key(id) }
    static func key(_ id: String) -> Key { Key(table: .userPools).text(id) }

    var indexKeys: [Key] { [Self.listing(accountID, region).text(id)] }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .userPoolsByAccount).text(accountID).text(region)
    }

    var arn: String { Self.arn(id, accountID: accountID, region: region) }
    static func arn(_ id: String, accountID: String, region: String) -> String {
        "arn:aws:cognito-idp:\(region):\(accountID):userpool/\(id)"
    }

    /// Every table that holds rows of a pool's own, all below `table + pool id`.
    static let childTables: [TableID] = [
        .userPoolClients, .users, .usersBySub, .usersByAlias, .usersByAttribute, .signingKeys,
        .tokenRevocations, .confirmationCodes, .authorizationCodes, .rememberedDevices, .webAuthnCredentials,
        .resourceServers, .groups, .groupMembers, .groupsByMember, .passwordHistories,
        .userPoolProviders, .providersByIdentifier, .linkedIdentities,
        .uiCustomizations, .poolImages, .managedLoginBrandings, .brandingsByClient, .terms, .userImportJobs,
        .userImportFiles,
    ]

    /// Each sign-in reads its pool: the same bytes are parsed once.
    private static let decoded = DecodedRecords<UserPool>(limit: 512)

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        self = try Self.decoded.value(of: bytes) { try JSONDecoder().decode(Self.self, from: Data($0)) }
    }
}

extension UserPool {
    init(
        id: String, accountID: String, region: String, name: String, time: Date, idKeyID: String,
        accessKeyID: String, settings: Settings, schema: [SchemaAttributeType]
    ) {
        self.id = id
        self.accountID = accountID
        self.region = region
        self.name = name
        createdAt = time
        modifiedAt = time
        self.idKeyID = idKeyID
        self.accessKeyID = accessKeyID
        self.settings = settings
        self.schema = schema
        usernameAttributes = []
        aliasAttributes = []
        caseSensitive = true
        tags = [:]
    }

    /// The form in which names are compared.
    func folded(_ name: String) -> String { caseSensitive ? name : name.lowercased() }

    func attribute(_ name: String) -> SchemaAttributeType? { schema.first { $0.name == name } }
}
