import FoundationEssentials
import ServiceKit
import Storage

/// A user pool's domain as a request reached it: by path below our address, or by a host of its own.
struct HostedSite: Sendable {
    var domain: String
    var pool: UserPool
    /// What stands before AWS's own path: `/_hanok/auth/{domain}`, or nothing on a host of its own.
    var basePath: String

    /// Cookies are kept to the domain's pages.
    var cookiePath: String { basePath.isEmpty ? "/" : basePath }

    /// A client of the pool, nil if it is not one.
    func client(_ id: String, _ store: any KeyValueStore) async throws -> UserPoolClient? {
        guard id.utf8.count <= 128 else { return nil }
        let key = UserPoolClient.listing(pool.id).text(id)
        return try await store.read { snapshot in try snapshot.find(UserPoolClient.self, key) }
    }
}

/// Where a request's host or path says that a domain's page is wanted.
struct HostedAddress: Sendable, Equatable {
    var domain: String
    var basePath: String
    /// AWS's path: `/login`, `/oauth2/token`.
    var path: String
}

extension HostedAddress {
    static let pathPrefix = "/_hanok/auth/"

    /// AWS's paths, which a custom domain's host has instead of a bucket's keys.
    static let paths: Set<String> = [
        "/", "/login", "/signup", "/confirm", "/resendcode", "/confirmUser", "/forgotPassword",
        "/confirmForgotPassword", "/challenge", "/passkeys/add", "/logout", "/error", "/signedout", "/oauth2/authorize",
        "/oauth2/token", "/oauth2/userInfo", "/oauth2/revoke", "/oauth2/idpresponse", "/assets/hosted.css",
        "/assets/custom.css", "/assets/passkey.js", "/assets/logo",
    ]

    init?(path: String, host: String) {
        if path.hasPrefix(Self.pathPrefix) {
            let rest = path.dropFirst(Self.pathPrefix.utf8.count)
            let domain = rest.prefix { $0 != "/" }
            guard !domain.isEmpty, domain.utf8.count <= 255 else { return nil }
            self.init(
                domain: String(domain), basePath: Self.pathPrefix + domain,
                path: String(rest.dropFirst(domain.utf8.count)))
        } else if let prefix = Self.prefixDomain(ofHost: host) {
            self.init(domain: prefix, basePath: "", path: path)
        } else {
            self.init(domain: host, basePath: "", path: path)
        }
    }

    /// `PREFIX.auth.REGION.localhost` and `PREFIX.auth.REGION.amazoncognito.com`.
    static func prefixDomain(ofHost host: String) -> String? {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isOurs = labels.count == 4 && labels[3] == "localhost"
        let isAmazon = labels.count == 5 && labels[3] == "amazoncognito" && labels[4] == "com"
        guard isOurs || isAmazon, labels[1] == "auth", !labels[0].isEmpty, !labels[2].isEmpty else { return nil }
        return String(labels[0])
    }
}
