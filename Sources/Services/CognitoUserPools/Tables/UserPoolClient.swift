import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

/// An application's client of a user pool.
struct UserPoolClient: Record, Codable {
    static let table = TableID.userPoolClients

    var id: String
    var poolID: String
    var name: String
    /// The only secret, as clients made before secrets were several hold it.
    private var sealedSecret: [UInt8]?
    private var keptSecrets: [Secret]?
    var createdAt: Date
    var modifiedAt: Date
    var settings: Settings

    /// One of the secrets, either of which serves.
    struct Secret: Codable, Sendable, Equatable {
        var id: String
        var sealed: [UInt8]
        var createdAt: Date
    }

    static let maxSecrets = 2

    /// The oldest first.
    var secrets: [Secret] {
        get {
            keptSecrets ?? sealedSecret.map { [Secret(id: "\(id)--1", sealed: $0, createdAt: createdAt)] } ?? []
        }
        set {
            keptSecrets = newValue
            sealedSecret = nil
        }
    }

    /// What UpdateUserPoolClient replaces as a whole.
    struct Settings: Codable, Sendable, Equatable {
        var refreshTokenValidity: Int
        var accessTokenValidity: Int?
        var idTokenValidity: Int?
        var tokenValidityUnits: TokenValidityUnitsType?
        var readAttributes: [String]?
        var writeAttributes: [String]?
        var explicitAuthFlows: [ExplicitAuthFlowsType]
        var supportedIdentityProviders: [String]?
        var callbackURLs: [String]?
        var logoutURLs: [String]?
        var defaultRedirectURI: String?
        var allowedOAuthFlows: [OAuthFlowType]?
        var allowedOAuthScopes: [String]?
        var allowedOAuthFlowsUserPoolClient: Bool
        var preventUserExistenceErrors: PreventUserExistenceErrorTypes?
        var enableTokenRevocation: Bool
        var authSessionValidity: Int
        var propagatesUserContext: Bool?
        var refreshTokenRotation: RefreshTokenRotationType?
    }

    var key: Key { Self.listing(poolID).text(id) }
    static func listing(_ poolID: String) -> Key { Key(table: .userPoolClients).text(poolID) }

    var indexKeys: [Key] { [Self.index(id)] }
    static func index(_ id: String) -> Key { Key(table: .userPoolClientsByID).text(id) }

    var hidesUnknownUsers: Bool { settings.preventUserExistenceErrors == .enabled }

    private static let decoded = DecodedRecords<UserPoolClient>(limit: 2048)

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        self = try Self.decoded.value(of: bytes) { try JSONDecoder().decode(Self.self, from: Data($0)) }
    }
}

extension UserPoolClient {
    init(
        id: String, poolID: String, name: String, secrets: [Secret], time: Date, settings: Settings
    ) {
        self.id = id
        self.poolID = poolID
        self.name = name
        keptSecrets = secrets
        createdAt = time
        modifiedAt = time
        self.settings = settings
    }
}
