/// What the file manager is set up with, the same against this server and against AWS.
package struct FilesSettings: Sendable, Equatable {
    /// The pool's issuer, as it stands in tokens.
    package var issuer: String
    /// The discovery document; below the issuer if nothing else is said.
    package var metadataURL: String
    package var clientID: String
    package var clientSecret: String
    package var identityPoolID: String
    /// The pool's name among an identity pool's logins: `cognito-idp.REGION.amazonaws.com/POOL`.
    package var providerName: String
    package var region: String
    /// Where services are reached; nil is AWS.
    package var endpoint: String?
    /// The buckets that are shown; none shows those that the user may list.
    package var buckets: [String] = []
    /// A folder of each user's own, `${cognito-identity.amazonaws.com:sub}` standing for the identity.
    package var home: String?
    /// Where people reach the application, without a slash at its end.
    package var address: String
    /// What sign-ins under way are sealed with; 32 bytes.
    package var secret: [UInt8]
    /// Seconds after which a session is asked for again at the pool, which knows who was disabled.
    package var checkSeconds: Double = 5

    package init(
        issuer: String, metadataURL: String? = nil, clientID: String, clientSecret: String, identityPoolID: String,
        providerName: String, region: String, endpoint: String?, buckets: [String] = [], home: String? = nil,
        address: String, secret: [UInt8]
    ) {
        self.issuer = issuer
        self.metadataURL = metadataURL ?? issuer + "/.well-known/openid-configuration"
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.identityPoolID = identityPoolID
        self.providerName = providerName
        self.region = region
        self.endpoint = endpoint
        self.buckets = buckets
        self.home = home
        self.address = address
        self.secret = secret
    }

    package static let identityVariable = "${cognito-identity.amazonaws.com:sub}"
}
