import Files
import Wire

/// `pages.files:` of the configuration: the file manager of this server, with its own services.
package struct FilesConfiguration: Sendable, Equatable {
    private static let prefix = "pages.files."
    static let settingNames = [
        "userPool", "client", "clientSecret", "identityPool", "region", "buckets", "home",
    ].map { prefix + $0 }

    package var userPoolID: String
    package var clientID: String
    package var clientSecret: String
    package var identityPoolID: String
    package var region: String
    package var buckets: [String]
    package var home: String?

    package init(
        userPoolID: String, clientID: String, clientSecret: String, identityPoolID: String, region: String,
        buckets: [String] = [], home: String? = nil
    ) {
        self.userPoolID = userPoolID
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.identityPoolID = identityPoolID
        self.region = region
        self.buckets = buckets
        self.home = home
    }

    /// Nil where nothing of it is set.
    init?(_ settings: [String: String], standardRegion: String) throws {
        let value = { (name: String) in settings[Self.prefix + name] }
        guard Self.settingNames.contains(where: { settings[$0] != nil }) else { return nil }
        guard let pool = value("userPool"), let client = value("client"), let identityPool = value("identityPool")
        else {
            throw ConfigurationError("pages.files needs userPool, client and identityPool")
        }
        guard let secret = value("clientSecret"), !secret.isEmpty else {
            throw ConfigurationError(
                "pages.files needs the client's secret: HANOK_PAGES_FILES_CLIENT_SECRET, or clientSecret in a file that is not committed"
            )
        }
        self.init(
            userPoolID: pool, clientID: client, clientSecret: secret, identityPoolID: identityPool,
            region: value("region") ?? standardRegion,
            buckets: (value("buckets") ?? "").split { $0 == "," || $0 == " " }.map(String.init), home: value("home"))
    }

    /// - Parameters:
    ///   - issuer: of the pool, as its tokens have it.
    ///   - secret: 32 bytes.
    func settings(publicURL: String, issuer: String, secret: [UInt8]) -> FilesSettings {
        FilesSettings(
            issuer: issuer, metadataURL: "\(publicURL)/\(userPoolID)/.well-known/openid-configuration",
            clientID: clientID, clientSecret: clientSecret, identityPoolID: identityPoolID,
            providerName: "cognito-idp.\(region).amazonaws.com/\(userPoolID)", region: region, endpoint: publicURL,
            buckets: buckets, home: home, address: publicURL + "/_hanok/files", secret: secret)
    }
}
