import Albums
import PolicyEngine
import Yams

/// `pages.albums:` of the configuration.
enum AlbumsConfiguration {
    private static let prefix = "pages.albums."
    static let networks = prefix + "networks"
    static let settingNames = [
        "bucket", "identityPool", "region", "endpoint", "userPool", "domain", "client", "password", "networks",
    ].map { prefix + $0 }

    static func read(_ settings: [String: String], standardRegion: String) throws -> AlbumsSettings? {
        let value = { (name: String) in settings[prefix + name] }
        guard settingNames.contains(where: { settings[$0] != nil }) else { return nil }
        guard let bucket = value("bucket"), let pool = value("identityPool"), !bucket.isEmpty, !pool.isEmpty else {
            throw ConfigurationError("pages.albums needs bucket and identityPool")
        }
        let region = value("region") ?? standardRegion
        if let endpoint = value("endpoint"), !isAddress(endpoint) {
            throw ConfigurationError("pages.albums.endpoint is not an address: \(endpoint)")
        }
        if value("password")?.isEmpty == true { throw ConfigurationError("pages.albums.password is empty") }
        return AlbumsSettings(
            endpoint: value("endpoint").map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }, region: region,
            identityPoolID: pool, bucket: bucket, signIn: try signIn(value, region), password: value("password"),
            networks: try value("networks").map { try checked($0.split { $0 == "," || $0 == " " }.map(String.init)) }
                ?? [])
    }

    private static func signIn(
        _ value: (String) -> String?, _ region: String
    ) throws -> AlbumsSettings.SignIn? {
        switch (value("userPool"), value("domain"), value("client")) {
        case (nil, nil, nil): return nil
        case (let pool?, let domain?, let client?):
            // A pool's domain by its name is one of this server.
            let isAddress = domain.contains("://")
            guard isAddress ? Self.isAddress(domain) : domain.utf8.allSatisfy(isLabel) else {
                throw ConfigurationError(
                    "pages.albums.domain is neither a domain of a user pool nor its address: \(domain)")
            }
            return AlbumsSettings.SignIn(
                provider: "cognito-idp.\(region).amazonaws.com/\(pool)",
                domain: isAddress ? domain : "/_hanok/auth/\(domain)", clientID: client)
        default: throw ConfigurationError("pages.albums needs userPool, domain and client together")
        }
    }

    private static func isAddress(_ text: String) -> Bool {
        (text.hasPrefix("http://") || text.hasPrefix("https://"))
            && !text.utf8.contains { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") }
    }

    private static func isLabel(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
    }

    /// `networks:` as a list of the file.
    static func listedNetworks(_ root: Node) throws -> [String] {
        guard let node = root.mapping?["pages"]?.mapping?["albums"]?.mapping?["networks"], node.scalar == nil else {
            return []
        }
        guard let list = node.sequence else { throw ConfigurationError("pages.albums.networks is not a list") }
        return try checked(list.map { $0.scalar?.string ?? "" })
    }

    private static func checked(_ networks: [String]) throws -> [String] {
        for network in networks where !PolicyValue.isAddress(network) {
            throw ConfigurationError("pages.albums.networks has what is no address and no range: \(network)")
        }
        // A list that names nobody lets nobody in; that it lets everybody in must not come from a slip.
        guard !networks.isEmpty else { throw ConfigurationError("pages.albums.networks is empty") }
        return networks
    }
}
